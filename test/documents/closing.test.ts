import { describe, expect, it } from 'vitest'
import { closing } from '../../electron/documents/engine/closing.ts'
import { lastWords } from '../../electron/documents/engine/lastWords.ts'
import { grid } from '../../electron/documents/engine/layout.ts'
import { nameLines, namesIn, widthOf, wordsOf } from '../../electron/documents/engine/words.ts'

const names = ['王玥', '欧阳娜娜', '阿卜杜热合曼·买买提吐尔逊']
const issuers = ['第九检查组', '新疆维吾尔自治区国家税务局系统作风建设巩固深化拓展主题活动领导小组办公室第十二检查组']
const counts = Array.from({ length: 13 }, (_, index) => index + 1)

describe('what keeps together at the end of a paper', () => {
  it.each(counts)('leaves room for words of the text on the page of %i signers and a seal', (count) => {
    for (const issuer of issuers) {
      for (const seal of [[], [{ name: '', role: '被检查单位负责人', paper: true }]]) {
        const signers = Array.from({ length: count }, (_, at) => ({ name: names[at % 3] ?? '', role: '检查人员' }))
        const { room } = closing({
          attachments: ['证据清单', '现场照片'],
          signers: [...signers, ...seal],
          draft: false,
          issuer,
          date: '2014年11月21日',
          note: { style: 'Note', text: '注'.repeat(38) },
        })
        expect(room).toBeGreaterThanOrEqual(2 * grid.line)
      }
    }
  })

  const texts = ['检查组的意见我局没有异议，', '窗口无人值守。', '国']
  it.each([1, 2, 3, 27, 28, 29, 84, 85, 546, 1000, 4000])(
    'of a text of %i characters is at most three lines',
    (length) => {
      for (const text of texts) {
        for (const lines of [1, 2, 3]) {
          const whole = text.repeat(length).slice(0, length)
          const parted = lastWords(whole, lines)
          const kept = parted?.last ?? whole
          expect(kept).not.toBe('')
          expect(widthOf(kept)).toBeLessThanOrEqual(lines * grid.characters - (parted?.goesOn ? 0 : 2))
          expect((parted?.first ?? '') + kept).toBe(whole)
          // Where no sentence ends, the first part ends with a full line.
          expect(parted?.goesOn ? (widthOf(parted.first) + 2) % grid.characters : 0).toBe(0)
        }
      }
    },
  )
})

describe('names and words', () => {
  it.each([
    [['买买提·吐尔逊'], 5, ['买买提·', '吐尔逊']],
    [['王玥、', '欧阳娜娜、', '李䶮'], 8, ['王玥、欧阳娜娜、', '李䶮']],
    [['王玥、', '买买提·吐尔逊'], 8, ['王玥、', '买买提·吐尔逊']],
  ])('%j in lines of %i end between names', (pieces, width, lines) => expect(nameLines(pieces, width)).toEqual(lines))

  it('keeps what stands in brackets with its name', () =>
    expect(namesIn('陈堃（副局长、党组成员）、王玥，李䶮')).toEqual(['陈堃（副局长、党组成员）、', '王玥，', '李䶮']))

  it.each([
    ['国家税务局系统党的群众路线教育实践活动领导小组办公室', /^(统|线|导|室)/],
    ['关于印发《系统督查管理办法（试行）》的通知', /^[》）的]/],
  ])('%s has no piece that begins inside a word or with a mark', (text, wrong) => {
    expect(wordsOf(text).join('')).toBe(text)
    for (const word of wordsOf(text)) expect(word).not.toMatch(wrong)
  })
})
