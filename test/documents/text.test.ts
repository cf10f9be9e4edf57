import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faceFor, fonts, fontTableXml } from '../../electron/documents/engine/fonts.ts'
import { oneLine, paragraphsOf, printable } from '../../electron/documents/engine/text.ts'

describe('printable', () => {
  it.each([
    ['control characters', 'a\u0000b\u0007c\u001b[31md', 'abc[31md'],
    ['separators of lines', '3\u000b20人\u000c一\u0085二\u2028三\u2029四\r\n五\r六', '3\n20人\n一\n二\n三\n四\n五\n六'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['tabs and hard spaces', 'a\tb\u00a0c', 'a b c'],
    ['text that turns round', '\u202e录忘备\u202c', '录忘备'],
    ['a byte order mark', '\ufeff备', '备'],
    ['characters that XML has no place for', 'a\ufffe\uffffb', 'ab'],
    ['rare names', '赟頔䶮𠮷', '赟頔䶮𠮷'],
    ['markup', '<script> & "x"', '<script> & "x"'],
  ])('handles %s', (_, text, expected) => expect(printable(text)).toBe(expected))

  it('leaves nothing that XML 1.0 cannot hold, and what it leaves it leaves again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = printable(text)
        expect(clean).toMatch(/^[\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u)
        expect(printable(clean)).toBe(clean)
      }),
    )
  })
})

describe('paragraphs', () => {
  it('follow the lines a person typed, on any system, without empty ones', () => {
    expect(paragraphsOf('甲\r\n乙\r\r丙\u2028丁\n \n')).toEqual(['甲', '乙', '丙', '丁'])
  })

  it.each(['甲\n乙', '甲\u000b乙', '甲\u0085乙'])('become one line in a cell', (text) =>
    expect(oneLine(text)).toBe('甲 乙'),
  )
})

describe('the face of a character', () => {
  it.each([
    ['税', fonts.body, fonts.body],
    ['赟', fonts.body, fonts.fangsong],
    ['頔', fonts.kai, fonts.kaiti],
    ['頔', fonts.title, fonts.song],
    ['頔', fonts.hei, fonts.hei],
    ['䶮', fonts.body, fonts.song],
    ['𠮷', fonts.body, fonts.extended],
    ['A', fonts.body, fonts.body],
    ['，', fonts.body, fonts.body],
  ] as const)('%s asked of %s is set in %s', (character, face, expected) => {
    expect(faceFor(character, face)).toBe(expected)
  })

  it('leaves all 6,763 hanzi of GB 2312 where they are', () => {
    const decoder = new TextDecoder('gbk')
    const moved: string[] = []
    for (let row = 0xb0; row <= 0xf7; row += 1) {
      for (let column = 0xa1; column <= (row === 0xd7 ? 0xf9 : 0xfe); column += 1) {
        const hanzi = decoder.decode(new Uint8Array([row, column]))
        if (faceFor(hanzi, fonts.body) !== fonts.body) moved.push(hanzi)
      }
    }
    expect(moved).toEqual([])
  })

  it('is declared with what may stand in for it', () => {
    const xml = fontTableXml()
    for (const font of Object.values(fonts)) {
      expect(xml).toMatch(new RegExp(`<w:font w:name="${font}"><w:altName w:val="[^"]+"/>`))
    }
    expect(xml).toMatch(/仿宋_GB2312"><w:altName w:val="仿宋,FangSong,[^"]*宋体/)
  })
})
