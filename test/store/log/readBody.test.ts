import { describe, expect, test } from 'vitest'
import { schemaVersion } from '../../../electron/contract/catalogue/catalogue.ts'
import { bornFields } from '../../../electron/contract/catalogue/version.ts'
import { type ChangeBody, parseChangeLine } from '../../../electron/contract/change.ts'
import { readBody } from '../../../electron/store/log/readBody.ts'

const [finding, visit, person] = [1, 2, 3].map((n) => `00000000-0000-8000-8000-00000000000${n}`) as [
  string,
  string,
  string,
]
const sha256 = 'a'.repeat(64)
const whole = Object.fromEntries([...bornFields('finding')].map((field) => [field, null]))
const root = { entity: 'visit', id: visit }

function body(more: Partial<ChangeBody>): ChangeBody {
  const said = { author: person, at: '2026-11-30T01:00:00.000Z', entity: 'finding', id: finding, parent: visit }
  return { ...said, kind: 'row', set: whole, replaces: {}, root, ...more }
}
const { root: _, ...ofSchema1 } = body({})
const edit = { set: { title: '空岗' }, replaces: { title: ['h'.repeat(43)] } }

describe('a body under the schema that its header claims', () => {
  test.each<readonly [string, number, ChangeBody, 'read' | 'future' | 'invalid']>([
    ['a creation', 2, body({}), 'read'],
    ['an edit', 2, body(edit), 'read'],
    ['of schema 1', 1, ofSchema1, 'read'],
    ['of the next schema', schemaVersion + 1, body({ set: { colour: '红' } }), 'future'],
    ['of a schema a thousand ahead', schemaVersion + 1000, body({}), 'future'],
    ['of one that no program can have reached', schemaVersion + 1001, body({}), 'invalid'],
    ['an unknown field under a known schema', 2, body({ set: { ...whole, colour: '红' } }), 'invalid'],
    ['an unknown noun under a known schema', 2, body({ entity: 'hologram' }), 'invalid'],
    ['too low a claim: a root came with schema 2', 1, body({}), 'invalid'],
    ['too high a claim: nothing in it needs schema 2', 2, ofSchema1, 'invalid'],
    ['a creation that leaves out what its noun was born with', 2, body({ set: { title: '空岗' } }), 'invalid'],
    ['an edit that does not say what it replaces', 2, body({ ...edit, set: { title: '空岗', fact: '无' } }), 'invalid'],
    [
      'a field that came later, in a creation',
      2,
      body({
        entity: 'receipt',
        parent: undefined,
        kind: 'event',
        set: { waiting: 3 },
        root: { entity: 'receipt', id: finding },
      }),
      'read',
    ],
    ['a parent that the noun cannot have', 2, body({ parentEntity: 'unit' }), 'invalid'],
    ['the first parent by name: one state has one spelling', 2, body({ parentEntity: 'visit' }), 'invalid'],
  ])('%s', (_name, version, said, expected) => {
    const read = readBody(version, said)
    expect(typeof read === 'string' ? read : 'read').toBe(expected)
  })

  const restated = { change: 'r'.repeat(43), clock: '1416877200000-0000', log: visit }
  test.each<readonly [string, number, Partial<ChangeBody>, 'read' | 'invalid']>([
    ['what it sets', 2, { ...edit, restates: { title: restated } }, 'read'],
    [
      'a part of what it sets',
      2,
      { set: { title: '空岗', fact: '无' }, replaces: { title: [], fact: [] }, restates: { fact: restated } },
      'read',
    ],
    ['nothing by name: one state has one spelling', 2, { ...edit, restates: {} }, 'invalid'],
    ['what it does not set', 2, { ...edit, restates: { fact: restated } }, 'invalid'],
    ['in a creation', 2, { restates: { title: restated } }, 'invalid'],
    [
      'in an event',
      2,
      { entity: 'documentVoided', kind: 'event', set: { reason: null }, restates: { reason: restated } },
      'invalid',
    ],
    ['under schema 1', 1, { ...edit, root: undefined, restates: { title: restated } }, 'invalid'],
  ])('a body that says again %s', (_name, version, more, expected) => {
    const read = readBody(version, body(more))
    expect(typeof read === 'string' ? read : 'read').toBe(expected)
  })

  const before = 'b'.repeat(43)
  const over = { set: { title: '空岗', fact: '无' }, replaces: { title: ['e'.repeat(43)], fact: [] } }
  test.each<readonly [string, number, Partial<ChangeBody>, 'read' | 'invalid']>([
    ['a field that it replaces something of', 2, { ...over, standsFor: { title: before } }, 'read'],
    ['nothing by name: one state has one spelling', 2, { ...over, standsFor: {} }, 'invalid'],
    ['a field that it replaces nothing of', 2, { ...over, standsFor: { fact: before } }, 'invalid'],
    ['what it does not set', 2, { ...over, standsFor: { place: before } }, 'invalid'],
    ['a making', 2, { standsFor: { title: before } }, 'invalid'],
    ['under schema 1', 1, { ...over, root: undefined, standsFor: { title: before } }, 'invalid'],
  ])('a body that puts back %s', (_name, version, more, expected) => {
    const read = readBody(version, body(more))
    expect(typeof read === 'string' ? read : 'read').toBe(expected)
  })

  test.each([
    [{ title: { ...restated, value: '空岗' } }],
    [{ title: { change: restated.change, clock: restated.clock } }],
    [{ title: { ...restated, clock: '1' } }],
    [{ title: restated.change }],
  ])('a line that says again in another shape is none: %o', (restates) => {
    const header = {
      body: restated.change,
      clock: restated.clock,
      log: visit,
      number: 1,
      operation: visit,
      previous: restated.change,
      schemaVersion: 2,
    }
    const line = (said: object) => ({ state: 'present', header, salt: 'a'.repeat(22), body: said })
    const { root: _root, ...rest } = body(edit)
    expect(parseChangeLine(line({ ...rest, restates: { title: restated } }))).toBeDefined()
    expect(parseChangeLine(line({ ...rest, restates }))).toBeUndefined()
  })

  test.each([
    ['listed', { content: sha256 }, [sha256], 'read'],
    ['not listed', { content: sha256 }, undefined, 'invalid'],
    ['listed, but not named', {}, [sha256], 'invalid'],
    ['another one listed', { content: sha256 }, ['b'.repeat(64)], 'invalid'],
  ] as const)('a file that the values name: %s', (_name, set, blobs, expected) => {
    const born = Object.fromEntries([...bornFields('evidence')].map((field) => [field, null]))
    const said = body({
      entity: 'evidence',
      parent: finding,
      set: { ...born, ...set },
      ...(blobs && { blobs: [...blobs] }),
    })
    const read = readBody(2, said)
    expect(typeof read === 'string' ? read : 'read').toBe(expected)
  })
})
