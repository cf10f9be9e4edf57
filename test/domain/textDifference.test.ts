import { describe, expect, test } from 'vitest'
import { textDifference } from '../../electron/domain/textDifference.ts'

/** Two texts laid over each other, as a history shows them. */
const written = (from: string, to: string) =>
  textDifference(from, to)
    .map(({ what, text }) => ({ same: text, added: `+${text}+`, removed: `-${text}-` })[what])
    .join('')

describe('two texts word by word', () => {
  test.each([
    ['', '', ''],
    ['', '三号窗口无人。', '+三号窗口无人。+'],
    ['三号窗口无人。', '', '-三号窗口无人。-'],
    ['三号窗口无人。', '三号窗口无人。', '三号窗口无人。'],
    ['三号窗口无人值守。', '四号窗口无人值守。', '-三-+四+号窗口无人值守。'],
    ['9时30分到场', '9时45分到场', '9时-30-+45+分到场'],
    ['甲\n乙', '甲\n丙', '甲\n-乙-+丙+'],
  ])('%j and %j', (from, to, expected) => {
    expect(written(from, to)).toBe(expected)
  })

  const page = (word: string) =>
    Array.from({ length: 1500 }, (_, place) => `第${place}条：${word}窗口${place}。`).join('')
  test.each([
    ['a word in the middle of a long text', page('三号'), page('三号').replace('窗口700', '柜台700')],
    ['long texts with nothing alike but their sentences’ ends', page('三号'), page('四号')],
    ['surrogates and letters put together', '𠮷野家👨‍👩‍👧到场', '𠮷野家👨‍👩‍👦到场'],
    ['text that is no sentence', '。。。', '；；'],
  ])('of %s reads as the earlier and as the later one', (_, from, to) => {
    const started = performance.now()
    const pieces = textDifference(from, to)
    const without = (what: string) => pieces.flatMap((piece) => (piece.what === what ? [] : [piece.text])).join('')
    expect(without('added')).toBe(from)
    expect(without('removed')).toBe(to)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
