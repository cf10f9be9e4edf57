import { expect, test } from 'vitest'
import { verdictOf } from '../../../electron/services/document/verdict.ts'

type Check = Parameters<typeof verdictOf>[0]
type Signer = Check['version']['signers'][number]

const signed = { signedAt: '2026-11-30T01:00:00.000Z' }
const open = { signedAt: null }
const signer = (more: Pick<Signer, 'signedAt'>, person: string | null = 'p'): Signer => ({
  id: 's',
  person,
  name: '甲',
  role: '检查人员',
  signedBy: null,
  unlike: false,
  ...more,
})

function check(state: Check['version']['state'], signers: readonly Signer[], reasons: readonly string[]): Check {
  const version = { id: 'v', version: 1, code: 'C', state, signers, changed: [], unreadable: false, voidedReason: null }
  const found = reasons.map((code) => ({ code, detail: '' }))
  const verification = { verdict: 'broken', signatures: [{ intact: true }], reasons: found }
  return { version, verification } as object as Check
}

test.each<readonly [string, Check, string]>([
  ['one of two has signed', check('部分签名', [signer(signed), signer(open)], ['line-unsigned']), 'waiting'],
  [
    'one of two has signed, and the paper is out of date since',
    check('已失效', [signer(signed), signer(open)], ['line-unsigned']),
    'waiting',
  ],
  [
    'all have signed by the log, and the file lacks one',
    check('已签齐', [signer(signed)], ['line-unsigned']),
    'broken',
  ],
  [
    'only the head of the unit, who signs on paper, is open',
    check('已签齐', [signer(signed), signer(open, null)], ['line-unsigned']),
    'broken',
  ],
  [
    'a signature is open and something else is wrong',
    check('部分签名', [signer(signed), signer(open)], ['line-unsigned', 'document-code-differs']),
    'broken',
  ],
])('%s', (_name, found, expected) => expect(verdictOf(found)).toBe(expected))
