import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApart, type Apart } from '../../electron/services/job/apart.ts'
import { makeSignedMemo, signedAt, type SignedMemo } from '../signature/memo.ts'
import { largestBomb, refusedBombs } from './bombs.ts'

/** Whatever a file does to the thread that reads it: this process lives, and the next file is read. */
let apart: Apart
let memo: SignedMemo
beforeAll(async () => {
  apart = createApart()
  memo = await makeSignedMemo('P-256', 'P-256')
})
afterAll(() => apart.close())

async function outcomeOf(docx: Uint8Array, milliseconds?: number): Promise<unknown> {
  const trust = { at: signedAt, anchors: [memo.authority.der] }
  const file = { name: '/来件/备忘录 3.docx', bytes: docx, ...(milliseconds && { milliseconds }) }
  return apart.run('verifyDocx', [docx, trust], file).then(
    ({ verdict }) => verdict,
    ({ kind, details }: { readonly kind?: string; readonly details?: unknown }) => ({ kind, details }),
  )
}
const ended = { kind: 'file.tooDemanding', details: { file: '备忘录 3.docx' } }

test('a memo is judged there as it is here', async () => {
  expect(await outcomeOf(memo.signed)).toBe('valid')
})

test.each(refusedBombs)('$what: refused, and the next is read', async ({ arm }) => {
  expect(await outcomeOf(await arm(memo.signed))).toMatchObject({ kind: 'docx.unreadable' })
  expect(await outcomeOf(memo.signed)).toBe('valid')
})

test(`${largestBomb.what}: the thread ends, the process does not, and the next is read`, async () => {
  const bomb = await largestBomb.arm(memo.signed)
  expect(bomb.length).toBeLessThan(300_000)
  const [first, second] = await Promise.all([outcomeOf(bomb), outcomeOf(memo.signed)])
  expect([first, second]).toEqual([ended, 'valid'])
  expect(await outcomeOf(memo.signed)).toBe('valid')
  // It is not tried again: a list that names it does not cost a thread each time it is shown.
  const again = performance.now()
  expect(await outcomeOf(bomb)).toEqual(ended)
  expect(performance.now() - again).toBeLessThan(1000)
}, 60_000)

test('one that takes too long: the thread ends, and the next is read', async () => {
  expect(await outcomeOf(memo.signed, 1)).toEqual(ended)
  expect(await outcomeOf(memo.signed)).toBe('valid')
})
