import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { BirthRecord } from '../../electron/crypto/change.ts'
import { hashBirth } from '../../electron/crypto/change.ts'
import { assertBound, birthOfLog } from '../../electron/crypto/logId.ts'
import { isProblem } from '../../electron/contract/problem/problem.ts'

const time = Date.UTC(2026, 10, 30)
const salt = 'AAECAwQFBgcICQoLDA0ODw'
const predecessor = { log: '01a200c4-6280-70fb-828d-afa9eceeece7', head: 'h'.repeat(43) }
const first = birthOfLog(time, { publicKey: 'MFkw', predecessor: null, salt })
const next = birthOfLog(time, { publicKey: 'MFkw', predecessor, salt })

describe('the id of a log', () => {
  test.each([
    ['a first log', first, `{"predecessor":null,"publicKey":"MFkw","salt":"${salt}"}`],
    [
      'a successor',
      next,
      `{"predecessor":{"head":"${predecessor.head}","log":"${predecessor.log}"},"publicKey":"MFkw","salt":"${salt}"}`,
    ],
  ])('of %s: version 8, the time, then 74 bits of the hash of what it follows from', (_, { log }, canonical) => {
    const bits = BigInt(`0x${createHash('sha256').update(canonical).digest('hex').slice(0, 20)}`)
    const id = BigInt(`0x${log.replaceAll('-', '')}`)
    const masked = (value: bigint) => value & 0x0fff_3fff_ffff_ffff_ffffn
    expect(log).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number(id >> 80n)).toBe(time)
    expect(masked(id)).toBe(masked(bits))
  })

  const withoutSalt = ({ salt: _, ...birth }: BirthRecord) => birth
  const claims: readonly (readonly [string, boolean, BirthRecord])[] = [
    ['as it was made', true, first],
    ['of a successor', true, next],
    ['at another time', true, birthOfLog(time + 1, { publicKey: 'MFkw', predecessor: null, salt })],
    ['of version 7, without a salt', true, { ...withoutSalt(first), log: predecessor.log }],
    ['of version 4, without a salt', true, { ...withoutSalt(first), log: '3b241101-e2bb-4255-8caf-4136c566a962' }],
    ['with another key', false, { ...first, publicKey: 'MFkx' }],
    ['with a predecessor', false, { ...first, predecessor }],
    ['without its predecessor', false, { ...next, predecessor: null }],
    ['after another head', false, { ...next, predecessor: { ...predecessor, head: 'i'.repeat(43) } }],
    ['with another salt', false, { ...first, salt: salt.replace('A', 'B') }],
    ['without its salt', false, withoutSalt(first)],
    ['in capitals', false, { ...first, log: first.log.toUpperCase() }],
    ['of version 7, with a salt', false, { ...first, log: predecessor.log }],
    ['of version 5', false, { ...withoutSalt(first), log: '2ed6657d-e927-568b-95e1-2665a8aea6a2' }],
  ]
  test.each(claims)('%s: bound %s', (_, bound, birth) => {
    expect(faultOf(birth)).toBe(bound ? 'none' : 'log.idForged')
  })
})

test('the salt is part of what the first change names; a record without one keeps its hash', () => {
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url')
  expect(hashBirth(first)).toBe(hash(`{"log":"${first.log}","predecessor":null,"publicKey":"MFkw","salt":"${salt}"}`))
  expect(hashBirth({ log: predecessor.log, publicKey: 'MFkw', predecessor: null })).toBe(
    hash(`{"log":"${predecessor.log}","predecessor":null,"publicKey":"MFkw"}`),
  )
})

function faultOf(birth: BirthRecord): string {
  try {
    assertBound(birth)
    return 'none'
  } catch (error) {
    if (isProblem(error)) return error.kind
    throw error
  }
}
