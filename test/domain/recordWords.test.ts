import { expect, test } from 'vitest'
import { recordWords } from '../../electron/domain/recordWords.ts'

test.each<[Parameters<typeof recordWords>[0], string]>([
  [{ visit: 1, finding: 3, evidence: 9 }, '1 次检查、3 个问题、9 件证据'],
  [{ evidence: 2, finding: 1 }, '1 个问题、2 件证据'],
  [{ document: 1, visit: 0 }, '1 份文书'],
  // What goes down, in the order of the catalogue; what has no measure word of its own is counted by 条.
  [{ receipt: 2, unit: 1, revocation: 3 }, '1 个单位、2 份回执、3 条停用'],
  [{}, ''],
])('%o is said as %s', (counts, words) => {
  expect(recordWords(counts)).toBe(words)
})
