import { describe, expect, test } from 'vitest'
import { passwordWeaknesses, type PasswordWeakness } from '../../electron/domain/passwordStrength.ts'

describe('passwords that will do', () => {
  test.each(['竹影 扫阶 尘不动也', '检查组今天九点出发呀', 'correct horse battery', 'Tq7$kd93mZ', '9037461528406173'])(
    '%s',
    (password) => {
      expect(passwordWeaknesses(password, ['周明远', '临江县国家税务局'])).toEqual([])
    },
  )
})

describe('passwords that are refused', () => {
  test.each<[string, PasswordWeakness]>([
    ['Tq7$kd93m', 'tooShort'],
    ['𠮷𠮷竹影扫阶', 'tooShort'],
    ['Password2014!', 'common'],
    ['!!password123', 'common'],
    ['woaini1314520', 'common'],
    ['ＰＡＳＳＷＯＲＤ１２３', 'common'],
    ['13800138000', 'onlyDigits'],
    ['aaaaaaaaaaaa', 'fewCharacters'],
    ['abababababab', 'fewCharacters'],
    ['qwertyuiop', 'sequence'],
    ['qwertyuiop12345', 'sequence'],
    ['lkjhgfdsapoi', 'sequence'],
    ['9876543210', 'sequence'],
    ['zhoumingyuan1', 'containsName'],
  ])('%s: %s', (password, weakness) => {
    expect(passwordWeaknesses(password, ['zhoumingyuan'])).toContain(weakness)
  })

  test('a name inside a long password does no harm', () => {
    expect(passwordWeaknesses('周明远的书房朝北有三扇窗', ['周明远'])).toEqual([])
  })
})
