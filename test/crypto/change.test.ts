import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  hashBirth,
  hashBody,
  hashBodyText,
  hashHeader,
  largestBody,
  type BirthRecord,
  type ChangeHeader,
} from '../../electron/crypto/change.ts'
import { problemOf } from './collect.ts'

function sha256(...parts: readonly (string | Uint8Array)[]): string {
  return createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest('base64url')
}

const birth: BirthRecord = { log: 'log-1', publicKey: 'MFkw', predecessor: null }
const header: ChangeHeader = {
  schemaVersion: 1,
  body: 'b',
  clock: '1795332000000-0001',
  log: 'log-1',
  number: 1,
  operation: 'o',
  previous: 'p',
}

test('a birth record is hashed as its RFC 8785 text', () => {
  expect(hashBirth(birth)).toBe(sha256('{"log":"log-1","predecessor":null,"publicKey":"MFkw"}'))
  const successor = { ...birth, predecessor: { log: 'log-0', head: 'h' } }
  expect(hashBirth(successor)).toBe(
    sha256('{"log":"log-1","predecessor":{"head":"h","log":"log-0"},"publicKey":"MFkw"}'),
  )
})

test('a header is hashed as the RFC 8785 text of its seven fields, in whatever order they were written', () => {
  const text =
    '{"body":"b","clock":"1795332000000-0001","log":"log-1","number":1,"operation":"o","previous":"p","schemaVersion":1}'
  expect(hashHeader(header)).toBe(sha256(text))
  expect(hashHeader(JSON.parse(text) as ChangeHeader)).toBe(sha256(text))
})

test('what else an object carries, such as columns of a table, does not change its hash', () => {
  const stored = { ...header, seq: 7, verdict: 'accepted' }
  expect(hashHeader(stored)).toBe(hashHeader(header))
  expect(hashBirth(Object.assign({ seq: 1 }, birth))).toBe(hashBirth(birth))
})

test.each<[keyof ChangeHeader, string | number]>([
  ['body', 'c'],
  ['clock', '1795332000000-0002'],
  ['log', 'log-2'],
  ['number', 2],
  ['operation', 'q'],
  ['previous', 'q'],
  ['schemaVersion', 2],
])('another %s gives another hash', (field, value) => {
  expect(hashHeader({ ...header, [field]: value })).not.toBe(hashHeader(header))
})

const salt = Buffer.alloc(16, 7)

test('a body is hashed behind its salt, from a value or from its canonical text', () => {
  const body = { set: { title: '发票未按规定开具' }, entity: 'finding' }
  const text = '{"entity":"finding","set":{"title":"发票未按规定开具"}}'
  expect(hashBody(salt, body)).toBe(sha256(salt, text))
  expect(hashBodyText(salt, text)).toBe(sha256(salt, text))
  expect(hashBody(Buffer.alloc(16, 8), body)).not.toBe(hashBody(salt, body))
})

test('a salt of another length is refused: two splits of the same bytes would share a hash', () => {
  expect(() => hashBody(Buffer.alloc(15), {})).toThrow(RangeError)
  expect(() => hashBody(Buffer.alloc(17), {})).toThrow(RangeError)
})

test('a body of exactly 256 KiB passes and one byte more does not; Chinese counts in bytes', async () => {
  expect(hashBody(salt, 'x'.repeat(largestBody - 2))).toHaveLength(43)
  expect(await problemOf(() => hashBody(salt, 'x'.repeat(largestBody - 1)))).toBe('change.tooLarge')
  expect(await problemOf(() => hashBody(salt, '税'.repeat(largestBody / 2)))).toBe('change.tooLarge')
})
