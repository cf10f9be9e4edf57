import { type ChangeBody, type ChangeLine, parseChangeLine } from '../../contract/change.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.ts'
import { bodySaltSize, hashBody, hashHeader } from '../../crypto/change.ts'
import type { ImportManifest } from '../change/importManifest.ts'
import { insertion, listed, query } from '../database/query.ts'
import type { ImportTables } from '../database/tables.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'
import { isTrustEntity } from '../change/trust.ts'

/** A line whose own hashes hold. `bodyText`: canonical JSON of its body, where that is at hand. */
export type CheckedLine = { readonly hash: string; readonly line: ChangeLine; readonly bodyText?: string | undefined }

/** Schema, header hash and the hash of a present body. Problem `package.damaged`. */
export function checkLine(line: ChangeLine): CheckedLine {
  const parsed = parseChangeLine(line)
  if (parsed === undefined) throw damaged()
  const { header } = parsed
  if (parsed.state === 'present') {
    const salt = Buffer.from(parsed.salt, 'base64url')
    if (salt.length !== bodySaltSize || hashBody(salt, parsed.body as JsonValue) !== header.body) throw damaged()
  }
  return { hash: hashHeader(header), line: parsed }
}

/** What a chain has come to at a line: its clock, and `base` as it is kept with the line. */
type Link = { readonly clock: string; readonly base: string | null }
export type LinkedLine = CheckedLine & Pick<Link, 'base'>

/**
 * Each line lies in a range of the manifest, names the header before it and has a later clock than that; the first of a range is compared with what
 * is known when the import is planned. Problem `package.damaged`.
 */
export async function checkChain(
  tx: ReadTx,
  importId: string,
  ranges: ImportManifest['ranges'],
  lines: readonly CheckedLine[],
): Promise<readonly LinkedLine[]> {
  const staged = new Map<string, Map<string, Link>>()
  const linked: LinkedLine[] = []
  for (const { hash, line } of lines) {
    const { log, number, previous, clock, schemaVersion } = line.header
    const range = ranges.find(({ birth }) => birth.log === log)
    if (range === undefined || number < range.from || number > range.to) throw damaged()
    let base: string | null = previous
    if (number > range.from) {
      // Of a forked log two lines may stand before this one, and this call may have brought only the other.
      const before =
        staged.get(`${log} ${number - 1}`)?.get(previous) ??
        (await stagedLinks(tx, importId, log, number - 1)).get(previous)
      if (before === undefined || !follows(clock, before.clock)) throw damaged()
      base = before.base
    }
    if (schemaVersion > 1) base = null
    const position = `${log} ${number}`
    staged.set(position, (staged.get(position) ?? new Map<string, Link>()).set(hash, { clock, base }))
    linked.push({ hash, line, base })
  }
  return linked
}

/** A log's clock only rises: one that is set back would bring what it says before what others said. */
export function follows(clock: string, before: string | undefined): boolean {
  return before !== undefined && clock > before
}

async function stagedLinks(
  tx: ReadTx,
  importId: string,
  log: string,
  number: number,
): Promise<ReadonlyMap<string, Link>> {
  const rows = await tx.run(selectStagedAt, { importId, log, number })
  return new Map(rows.map((row) => [row.hash, { clock: readStaged(row).line.header.clock, base: row.base }]))
}

type Position = { readonly importId: string; readonly log: string; readonly number: number }
export const selectStagedAt = query(({ db }, at: Position) =>
  db
    .selectFrom('local_stagedChange')
    .select(['hash', 'line', 'base'])
    .where('importId', '=', at.importId)
    .where('log', '=', at.log)
    .where('number', '=', at.number)
    .compile(),
)

export async function keepStaged(tx: WriteTx, importId: string, lines: readonly LinkedLine[]): Promise<void> {
  for (const { hash, line, base } of lines) {
    const body = line.state === 'present' ? line.body : undefined
    const { log, number, previous } = line.header
    await tx.run(insertStaged, {
      importId,
      priority: body !== undefined && isTrustEntity(body.entity) ? 0 : 1,
      log,
      number,
      hash,
      previous,
      base,
      entity: body?.entity ?? null,
      entityId: body?.id ?? null,
      line: canonicalJson(line as JsonValue),
    })
  }
}

const insertStaged = insertion('local_stagedChange', [
  'importId',
  'priority',
  'log',
  'number',
  'hash',
  'previous',
  'base',
  'entity',
  'entityId',
  'line',
])

/**
 * Which of these staged lines fall back to schema 1 after their chain has spoken a later one (decisions.md 88). Judged by the
 * chain alone, so it is the same whatever package brought which part of it.
 */
export async function findFallen(tx: ReadTx, lines: readonly LinkedLine[]): Promise<ReadonlySet<string>> {
  const early = lines.filter(({ line }) => line.header.schemaVersion === 1)
  const bases = [...new Set(early.flatMap(({ base }) => base ?? []))]
  const spoken = bases.length === 0 ? [] : await tx.run(selectSpoken, { hashes: bases })
  const later = new Set(spoken.map(({ hash }) => hash))
  return new Set(early.flatMap(({ hash, base }) => (base === null || later.has(base) ? [hash] : [])))
}

const selectSpoken = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db
    .selectFrom('change')
    .select('hash')
    .where('hash', 'in', listed(at.hashes))
    .where((eb) => eb.or([eb('schemaVersion', '>', 1), eb('fallen', '=', 1)]))
    .compile(),
)

/** These lines of a staged package as they came: each named by what it is about and its own hash, `id hash`. */
export async function stagedLines(
  tx: ReadTx,
  importId: string,
  names: readonly string[],
): Promise<readonly CheckedLine[]> {
  const rows = await tx.run(selectLines, { importId, ids: names.flatMap((name) => name.split(' ')[0] ?? []) })
  const lines = new Map(rows.map((row) => [row.hash, readStaged(row)]))
  return names.flatMap((name) => lines.get(name.split(' ')[1] ?? '') ?? [])
}

const selectLines = query(({ db }, at: { readonly importId: string; readonly ids: readonly string[] }) =>
  db
    .selectFrom('local_stagedChange')
    .select(['hash', 'line'])
    .where('importId', '=', at.importId)
    .where('entityId', 'in', listed(at.ids))
    .compile(),
)

/** A staged line back from its text, which this program wrote after checking it. */
export function readStaged(row: Pick<StagedRow, 'hash' | 'line'>): CheckedLine {
  const line = JSON.parse(row.line) as ChangeLine
  return { hash: row.hash, line, bodyText: line.state === 'present' ? bodyTextIn(row.line, line.body) : undefined }
}

/** The text is canonical and a body comes first in it; read and written back it is the same, but for names like numbers. */
function bodyTextIn(text: string, body: ChangeBody): string | undefined {
  const bodyText = JSON.stringify(body)
  return text.startsWith(`{"body":${bodyText},"header":`) ? bodyText : undefined
}
type StagedRow = ImportTables['local_stagedChange']

function damaged(): Problem {
  return new Problem('package.damaged', {})
}
