import { expect, test } from 'vitest'
import { type RecordCounts, recordWords } from '../../electron/domain/recordWords.ts'

test.each<[RecordCounts, string]>([
  [{ visit: 1, finding: 3, evidence: 9 }, '1 次检查、3 个问题、9 件证据'],
  [{ evidence: 2, finding: 1 }, '1 个问题、2 件证据'],
  [{ document: 1, visit: 0 }, '1 份文书'],
  [{}, ''],
])('%o is said as %s', (counts, words) => {
  expect(recordWords(counts)).toBe(words)
})
