import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evidenceFileName, maximumFileName, safeFileName } from '../../electron/domain/fileName.ts'

describe('a safe file name', () => {
  test.each([
    ['备忘录.docx', '备忘录.docx'],
    ['a:b*c?d"e<f>g|h/i\\j.jpg', 'a_b_c_d_e_f_g_h_i_j.jpg'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['LPT².jpg', '_LPT².jpg'],
    ['COM10.jpg', 'COM10.jpg'],
    ['conference.jpg', 'conference.jpg'],
    ['名字. ', '名字'],
    ['名字 .jpg', '名字.jpg'],
    ['.hidden', 'hidden'],
    ['  空格   很多  .jpg', '空格 很多.jpg'],
    ['', '未命名'],
    ['...', '未命名'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['行\n列\t表\u0000.jpg', '行列表.jpg'],
    ['税总发〔2014〕137号', '税总发〔2014〕137号'],
    ['第3.5节要求的情况说明材料', '第3.5节要求的情况说明材料'],
  ])('of %j is %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe)
  })

  test('is cut in front of its ending', () => {
    const safe = safeFileName(`${'很长的名字'.repeat(40)}.jpg`)
    expect(safe).toHaveLength(maximumFileName)
    expect(safe.endsWith('.jpg')).toBe(true)
  })

  test('is never cut through a character', () => {
    expect(safeFileName(`a${'𠮷'.repeat(60)}`).isWellFormed()).toBe(true)
  })

  test('is taken by Windows, FAT and ext4, whatever was given', () => {
    const anything = fc.array(fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)))
    const awkward = fc.array(fc.constantFrom(...'CON.NUL1 :*?"<>|/\\税', '𠮷', '\ud800'), { maxLength: 120 })
    const unit = fc.oneof(anything, awkward).map((characters) => characters.join(''))
    fc.assert(
      fc.property(unit, (name) => {
        const safe = safeFileName(name)
        expect(safe).not.toMatch(/[:*?"<>|/\\]|\p{Cc}|^[\s.]|[\s.]$/u)
        expect(safe.split('.', 1)[0]).not.toMatch(/^(con|prn|aux|nul|(com|lpt)\d)$/i)
        expect(safe.length).toBeGreaterThan(0)
        expect(safe.length).toBeLessThanOrEqual(maximumFileName)
        expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(255)
        expect(safeFileName(safe)).toBe(safe)
      }),
    )
  })
})

describe('the name of a copy of evidence', () => {
  const piece = { unit: '临江县局', finding: 'B-012', ordinal: 3, title: '接待清单', extension: 'jpg' }

  test.each([
    [piece, '临江县局_B-012_03_接待清单.jpg'],
    [{ ...piece, title: '第1页/共2页' }, '临江县局_B-012_03_第1页 共2页.jpg'],
    [{ ...piece, title: '' }, '临江县局_B-012_03.jpg'],
    [{ ...piece, extension: 'JPG' }, '临江县局_B-012_03_接待清单.jpg'],
    [{ ...piece, finding: '临3f9c-012' }, '临江县局_临3f9c-012_03_接待清单.jpg'],
  ])('%o is %s', (evidence, name) => {
    expect(evidenceFileName(evidence)).toBe(name)
  })

  test('cuts the title and keeps the number', () => {
    const name = evidenceFileName({
      ...piece,
      unit: '某某省某某市国家税务局办税服务厅'.repeat(4),
      title: '说明'.repeat(80),
    })
    expect(name.length).toBeLessThanOrEqual(maximumFileName)
    expect(name).toContain('_B-012_03_')
    expect(name.endsWith('.jpg')).toBe(true)
  })
})
