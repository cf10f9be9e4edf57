import type { FieldName, RowEntity } from '../contract/catalogue/catalogue.ts'
import { fieldLabel } from './fieldLabel.ts'
import { memoFindings, type MemoRows } from './memo.ts'

/** One value that a frozen version printed, by the change that set it: a line of `printed.json` (decision 28). */
export type PrintedHead = {
  readonly entity: PrintedEntity
  readonly id: string
  readonly field: string
  readonly change: string
}

export type PrintedEntity = keyof typeof printedFields
export type RowName = { readonly entity: PrintedEntity; readonly id: string }
/** Field → the changes that are its heads now. */
export type FieldHeads = Readonly<Record<string, readonly string[]>>

/** The rows a memo prints; a voided piece of evidence keeps its line, a left-out finding is counted by its choice. */
export function printedRows(rows: MemoRows): readonly RowName[] {
  const { included } = memoFindings(rows)
  const findings = new Set(included.map(({ id }) => id))
  const inspectors = rows.inspectors.filter(({ removed }) => removed !== true)
  const people = new Set(inspectors.map(({ person }) => person))
  return [
    ...named('campaign', rows.campaign === undefined ? [] : [rows.campaign]),
    ...named('unit', rows.unit === undefined ? [] : [rows.unit]),
    ...named('visit', [rows.visit]),
    ...named('visitInspector', inspectors),
    ...named(
      'person',
      rows.persons.filter(({ id }) => people.has(id)),
    ),
    ...named('finding', included),
    ...named(
      'evidence',
      rows.evidence.filter(({ parent }) => parent !== null && findings.has(parent)),
    ),
    ...named('memo', [rows.memo]),
    ...named('memoFinding', rows.choices),
  ]
}

/**
 * The heads of what was printed, in one order whatever the order of the rows, so that the same print gives the same
 * code. A field in conflict has several heads: all are named, and resolving the conflict outdates the print.
 */
export function printedHeads(rows: readonly (RowName & { readonly heads: FieldHeads })[]): readonly PrintedHead[] {
  return rows
    .flatMap(({ entity, id, heads }) =>
      printedFieldsOf(entity).flatMap((field) => (heads[field] ?? []).map((change) => ({ entity, id, field, change }))),
    )
    .toSorted((a, b) => compareTexts(keyOf(a), keyOf(b)))
}

/** The version's code, as the footer shows it: 50 bits of SHA-256(printed.json), base32 (RFC 4648 §6). */
export function memoCode(printedSha256: Uint8Array): string {
  if (printedSha256.length !== 32) throw new Error('a SHA-256 has 32 bytes')
  const bits = [...printedSha256.subarray(0, 7)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: 10 }, (_, at) => base32[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('')
}

/** `K7Q2M-9XW4T`: two groups of five are read aloud and typed without a slip. */
export function groupedCode(code: string): string {
  return code.length === 10 ? `${code.slice(0, 5)}-${code.slice(5)}` : code
}

/** The code as every footer shows it. */
export function codeMark(code: string): string {
  return `版本码 ${groupedCode(code)}`
}

/** Whether that is a field this program prints. Fields are only ever added to what is printed. */
export function isPrintedHead(head: { readonly [K in keyof PrintedHead]: string }): head is PrintedHead {
  const { entity, field } = head
  return isPrintedEntity(entity) && printedFieldsOf(entity).includes(field)
}

function isPrintedEntity(entity: string): entity is PrintedEntity {
  return Object.hasOwn(printedFields, entity)
}

export type ChangedField = RowName & { readonly field: string; readonly label: string }

/**
 * The printed fields whose heads are others now (E5). `headsNow` gives undefined for a row that is not here: nothing
 * is claimed about it.
 */
export function changedSince(
  printed: readonly PrintedHead[],
  headsNow: (row: RowName) => FieldHeads | undefined,
): readonly ChangedField[] {
  const fields = Map.groupBy(printed, ({ entity, id, field }) => `${entity} ${id} ${field}`)
  return [...fields.values()].flatMap((heads) => {
    const [first] = heads
    const now = first && headsNow(first)?.[first.field]
    if (
      first === undefined ||
      now === undefined ||
      sameSet(
        heads.map(({ change }) => change),
        now,
      )
    )
      return []
    return [{ entity: first.entity, id: first.id, field: first.field, label: labelOf(first.entity, first.field) }]
  })
}

/** Every field that reaches the paper or decides what does. `ordinal` and `parent` never change. */
const printedFields = {
  campaign: ['name', 'documentNumber', 'preset'],
  unit: ['code', 'name'],
  person: ['name'],
  visit: [
    'campaign',
    'unit',
    'mode',
    'visitedOn',
    'startMinute',
    'endMinute',
    'place',
    'noticeNumber',
    'accompanying',
    'identityDisclosedAt',
    'singleInspectorReason',
    'overview',
    'removed',
  ],
  visitInspector: ['person', 'role', 'removed'],
  finding: [
    'riskPoint',
    'riskPointName',
    'title',
    'fact',
    'ruleText',
    'ruleDocument',
    'ruleArticle',
    'ruleValidity',
    'opinion',
    'severity',
    'occurredOn',
    'occurredMinute',
    'place',
    'involved',
    'rectificationType',
    'rectifyBy',
    'requirement',
    'clue',
    'position',
    'removed',
  ],
  evidence: ['content', 'fileName', 'caption', 'class', 'takenAt', 'device', 'position', 'removed'],
  memo: ['title', 'issuer', 'issuedOn', 'statementKind', 'statement', 'removed'],
  memoFinding: ['finding', 'included', 'position', 'removed'],
} as const satisfies { readonly [E in RowEntity]?: readonly FieldName<E>[] }

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function printedFieldsOf(entity: PrintedEntity): readonly string[] {
  return printedFields[entity]
}

function labelOf(entity: PrintedEntity, field: string): string {
  const known = printedFields[entity].find((name) => name === field)
  // The field comes from printed.json: an older version may have printed one that is no longer asked for.
  return known === undefined ? field : fieldLabel<PrintedEntity>(entity, known)
}

function named(entity: PrintedEntity, rows: readonly { readonly id: string }[]): readonly RowName[] {
  return rows.map(({ id }) => ({ entity, id }))
}

function keyOf({ entity, id, field, change }: PrintedHead): string {
  return [entity, id, field, change].join(' ')
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((change) => b.includes(change))
}
