import { describe, expect, test } from 'vitest'
import { can, roles } from '../../electron/contract/capability.ts'
import * as catalogue from '../../electron/contract/catalogue/catalogue.ts'
import type { Field } from '../../electron/contract/catalogue/field.ts'
import { canonicalJson, type JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { sha256Hex } from '../../electron/crypto/hash.ts'

/**
 * Programs of several versions read one log, so what a schema version means never changes (electron/README §3). Recorded is
 * how each version writes changes, as today's catalogue still tells it by `since`, and who may write under the newest.
 */
const recorded: Readonly<Record<number, string>> = {
  1: '2919a40a0d783341709c0c208d52a5316de66920b2ed11ca8cd691c8539c784a',
  2: '1099d9d03f0671ef6749584eb794eb63ca4b32f96fab1c0b67d7f3239fb69a0c',
}
const recordedRights: Readonly<Record<number, string>> = {
  2: 'd9f074859bab79d6368e52b8cf94168c35fc8565c3a98904e59ce2d7430f8d51',
}

const { schemaVersion } = catalogue

/** What to do; nothing where the hash is the recorded one. */
function advice(version: number, what: string, told: JsonValue, known: string | undefined): string {
  const hash = sha256Hex(canonicalJson(told))
  if (hash === known) return ''
  return version < schemaVersion
    ? `${what} of schema ${version} is another now, but logs and programs of that version exist. Give what is new a \`since\` of ${schemaVersion}, what was widened a \`before\`, and leave the rest as it was.`
    : `${what} has changed. Has schema ${version} been released? Then raise schemaVersion in contract/catalogue/catalogue.ts by one, give what is new this number as its \`since\`, and record the new version here. If not, record the new hash here: ${hash}`
}

const versions = Array.from({ length: schemaVersion }, (_, index) => index + 1)

describe('the catalogue', () => {
  test.each(versions)('says of schema %i what it said', (version) => {
    expect(advice(version, 'what is written', shapeAt(version), recorded[version])).toBe('')
  })

  test('lets write who could', () => {
    expect(advice(schemaVersion, 'who may write', rights(), recordedRights[schemaVersion])).toBe('')
  })

  test('is recorded up to its version and no further', () => {
    expect(Object.keys(recorded).map(Number)).toEqual(versions)
  })
})

describe('the record', () => {
  const text = (max: number): Field => ({ type: 'text', max, label: '文字' })

  test('of a version knows nothing that came later', () => {
    expect(fieldAt(2, { ...text(20), since: 3 })).toBeUndefined()
    expect(fieldAt(2, { ...text(20), before: { since: 3, max: 10 } })).toEqual({ type: 'text', max: 10 })
    expect(fieldAt(3, { ...text(20), before: { since: 3, max: 10 } })).toEqual({ type: 'text', max: 20 })
    const choice: Field = { type: 'choice', of: ['甲', '乙'], choicesSince: { 乙: 3 }, label: '选项' }
    expect(fieldAt(2, choice)).toEqual({ type: 'choice', of: ['甲'] })
  })

  test('does not mind how a field is called and shown', () => {
    expect(fieldAt(1, { ...text(20), label: '别的', searched: true })).toEqual(fieldAt(1, text(20)))
  })
})

/** Nouns, parents and fields as a program of that version knows them, by the names it uses. */
function shapeAt(version: number): JsonValue {
  const shapes = catalogue.entities.flatMap((entity): [string, JsonValue][] => {
    const name = nameAt(version, entity)
    if (name === undefined) return []
    const { parents, formerly } = catalogue.nounOf(entity)
    const implied = name === entity ? [] : Object.keys(formerly?.made ?? {})
    const fields = Object.entries(catalogue.fieldsOf(entity)).flatMap(([field, rule]): [string, JsonValue][] => {
      const shape = implied.includes(field) ? undefined : fieldAt(version, rule)
      return shape === undefined ? [] : [[field, shape]]
    })
    const known = Object.entries(parents).flatMap(([parent, since]) =>
      since <= version && catalogue.isEntity(parent) ? (nameAt(version, parent) ?? []) : [],
    )
    const kind = catalogue.isRowEntity(entity) ? 'row' : 'event'
    return [[name, { kind, parents: known, fields: Object.fromEntries(fields) }]]
  })
  return Object.fromEntries(shapes)
}

function nameAt(version: number, entity: catalogue.Entity): string | undefined {
  const { since = 1, formerly } = catalogue.nounOf(entity)
  return since <= version ? entity : formerly?.name
}

function fieldAt(version: number, field: Field): JsonValue | undefined {
  const { since = 1, choicesSince, before, fixedSince } = field
  if (since > version) return undefined
  const limited = before !== undefined && before.since > version ? { max: before.max } : {}
  const fixed = fixedSince !== undefined && fixedSince <= version ? { immutable: true } : {}
  switch (field.type) {
    case 'text':
      return { type: field.type, max: field.max, ...limited, ...fixed }
    case 'integer':
      return { type: field.type, min: field.min, max: field.max, ...limited, ...fixed }
    case 'choice':
      return { type: field.type, of: field.of.filter((word) => (choicesSince?.[word] ?? 1) <= version), ...fixed }
    case 'reference':
      return { type: field.type, to: catalogue.isEntity(field.to) ? (nameAt(version, field.to) ?? '') : '', ...fixed }
    case 'boolean':
    case 'date':
    case 'instant':
    case 'blob':
      return { type: field.type, ...fixed }
  }
}

/** Who may write what: two programs that differ in it would judge one change differently. */
function rights(): JsonValue {
  return Object.fromEntries(
    catalogue.entities.map((entity) => {
      const noun = catalogue.nounOf(entity)
      const {
        writtenBy,
        madeLocallyBy,
        joinedLocallyBy,
        correctedBy,
        headquartersOnly = false,
        sealable = false,
      } = noun
      const mayWrite = roles.filter((role) => writtenBy === 'anyone' || can([role], writtenBy))
      const mayMake = roles.filter((role) => madeLocallyBy !== undefined && can([role], madeLocallyBy))
      const mayJoin = roles.filter((role) => joinedLocallyBy !== undefined && can([role], joinedLocallyBy))
      const mayCorrect = roles.filter((role) => correctedBy !== undefined && can([role], correctedBy))
      const event = catalogue.isEventEntity(entity) ? catalogue.eventNounOf(entity) : undefined
      const { steers = false, decides = false, lasting = false } = event ?? {}
      const { owned = false, derivedId = false } = catalogue.isRowEntity(entity) ? catalogue.rowNounOf(entity) : {}
      const ids = { owned, derivedId: derivedId as JsonValue }
      return [
        entity,
        { mayWrite, mayMake, mayJoin, mayCorrect, headquartersOnly, sealable, steers, decides, lasting, ...ids },
      ]
    }),
  )
}
