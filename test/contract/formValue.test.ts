import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  minuteText,
  momentText,
  typedChoice,
  typedDay,
  typedGrade,
  typedMinute,
  typedMoment,
  typedText,
} from '../../electron/contract/text/formValue.ts'
import { reasonSchema } from '../../electron/contract/text/reason.ts'
import { onOneLine } from '../../electron/contract/text/textRule.ts'
import { fieldSchema } from '../../electron/contract/catalogue/field.ts'
import { readDay, readMinute, readMoment } from '../../electron/contract/text/typedTime.ts'

const today = '2026-12-01'

describe('a day', () => {
  test.each(['20141125', '2014-11-25', '2014/11/25', '2014.11.25', '2014年11月25日', '２０１４１１２５', ' 20141125 '])(
    'typed as %s is 2014-11-25',
    (text) => {
      expect(typedDay().parse(text)).toBe('2014-11-25')
    },
  )

  test.each(['2014-2-3', '2014/02/03', '20140203'])('%s is 2014-02-03', (text) => {
    expect(readDay(text, today)).toBe('2014-02-03')
  })

  test.each([
    ['2026 年 11 月 25 日', '2026-11-25'],
    ['2026年11月25号', '2026-11-25'],
    ['2026年11月25日（星期三）', '2026-11-25'],
    ['2026年11月25日 周三', '2026-11-25'],
    ['２０２６－１１－２５', '2026-11-25'],
    ['2026–11–25', '2026-11-25'],
    ['2026—11—25', '2026-11-25'],
    ['2026−11−25', '2026-11-25'],
    ['2026～11～25', '2026-11-25'],
    ['2026/ 11 /25', '2026-11-25'],
    ['2026 11 25', '2026-11-25'],
    ['2026、11、25', '2026-11-25'],
    ['\u200e2026\u200b-11-25\ufeff', '2026-11-25'],
    ['二〇二六年十一月二十五日', '2026-11-25'],
    ['二○二六年元月三十一日', '2026-01-31'],
    ['二零二六年十月十日', '2026-10-10'],
    ['26.11.25', '2026-11-25'],
    ['11月25号', '2026-11-25'],
    ['11月25', '2026-11-25'],
    ['11.25', '2026-11-25'],
    ['1月5日', '2027-01-05'],
    ['6月10日', '2026-06-10'],
    ['2月29日', undefined],
    ['十二月一日', '2026-12-01'],
    ['二〇二六年十一月三十一日', undefined],
    ['26.13.01', undefined],
    ['2026年11月', undefined],
    ['25/11/2026', undefined],
  ])('%s is %s', (text, day) => {
    expect(readDay(text, today)).toBe(day)
  })

  test.each(['20150229', '2014-13-01', '2014-00-10', '1125', '今天', '2014-11-25T00:00'])('%s is none', (text) => {
    expect(typedDay().safeParse(text).error?.issues[0]?.message).toContain('请填确有的日期')
  })
})

describe('a time of day', () => {
  test.each([
    ['0930', 570],
    ['930', 570],
    ['9:30', 570],
    ['9：30', 570],
    ['9时30分', 570],
    ['00:00', 0],
    ['23:59', 1439],
    ['9点30', 570],
    ['9 点 30 分', 570],
    ['9点半', 570],
    ['9点', 540],
    ['9点整', 540],
    ['9点05', 545],
    ['九点半', 570],
    ['十点一刻', 615],
    ['二十三点五十九分', 1439],
    ['两点', 120],
    ['下午3点', 900],
    ['下午三点半', 930],
    ['下午12:30', 750],
    ['中午1点', 780],
    ['晚上8点', 1200],
    ['晚上20:00', 1200],
    ['凌晨12点', 0],
    ['上午９：３０', 570],
    ['9∶30', 570],
    ['9.30', 570],
    ['09:30:15', 570],
  ])('%s is minute %i', (text, minute) => {
    expect(typedMinute().parse(text)).toBe(minute)
  })

  test.each(['24:00', '2460', '9', '12345', '晚上12点', '晚上1点', '下午25点', '9点60', '9点2刻'])(
    '%s is none',
    (text) => {
      expect(typedMinute().safeParse(text).success).toBe(false)
    },
  )

  test.each([0, 570, 1439])('minute %i is written so that it is read back', (minute) => {
    expect(readMinute(minuteText(minute))).toBe(minute)
  })
})

describe('a moment', () => {
  test.each([
    '2014-11-25 09:30',
    '20141125 0930',
    '2014年11月25日 9时30分',
    '2014年11月25日9点半',
    '2014 年 11 月 25 日 上午 9 点 30 分',
    '2014-11-25T09:30',
    '2014-11-25T09:30:00',
    '2014/11/25　９：３０',
    '2014 11 25 0930',
    '2014-11-25上午9点半',
    '二〇一四年十一月二十五日九时三十分',
    '14.11.25 9.30',
  ])('typed as %s is Beijing time', (text) => {
    expect(typedMoment().parse(text)).toBe('2014-11-25T01:30:00.000Z')
    expect(momentText('2014-11-25T01:30:00.000Z')).toBe('2014-11-25 09:30')
  })

  test.each(['2014-11-25', '09:30', '2014-11-31 09:30', '刚才'])('%s is none', (text) => {
    expect(typedMoment().safeParse(text).success).toBe(false)
  })
})

test('whatever is shown can be typed back', () => {
  const moments = fc.date({ min: new Date('1990-01-01'), max: new Date('2099-12-30'), noInvalidDate: true })
  fc.assert(
    fc.property(moments, (date) => {
      const instant = `${date.toISOString().slice(0, 16)}:00.000Z`
      const shown = momentText(instant)
      expect(readMoment(shown, today)).toBe(instant)
      const [day = '', time = ''] = shown.split(' ')
      const [year, month, ofMonth] = day.split('-').map(Number)
      expect(readDay(`${year}年${month}月${ofMonth}日`, today)).toBe(day)
      expect(readDay(day, today)).toBe(day)
      expect(minuteText(readMinute(time) ?? null)).toBe(time)
    }),
  )
})

test('nothing typed is no value', () => {
  const empty = [typedText({ max: 5 }), typedDay(), typedMinute(), typedChoice({ of: ['甲'] }), typedGrade({ max: 4 })]
  expect(empty.map((schema) => schema.parse(' '))).toEqual([null, null, null, null, null])
})

test.each([
  ['a text that is too long', typedText({ max: 2 }), '三个字'],
  ['half a character', typedText({ max: 9 }), '字\ud842'],
  ['U+0000', typedText({ max: 9 }), '字\u0000'],
  ['a choice that is not offered', typedChoice({ of: ['甲', '乙'] }), '丙'],
  ['a grade above the last', typedGrade({ max: 4 }), '5'],
])('%s is refused in Chinese', (_, schema, text) => {
  expect(schema.safeParse(text).error?.issues[0]?.message).toMatch(/\p{sc=Han}/u)
})

test.each(['\u3164', '\u200b', '\u2800', '\u00ad', '\ufeff\u00a0', '\ufe0f', '\u{e0041}'])(
  '%j alone is nothing',
  (text) => {
    expect(typedText({ max: 9 }).parse(text)).toBeNull()
    expect(typedDay().parse(text)).toBeNull()
  },
)

test.each(['\r\n', '\r', '\u000b', '\u000c', '\u0085', '\u2028', '\u2029', '\n'])('%j is a line break', (separator) => {
  expect(typedText({ max: 9 }).parse(`3${separator}20人`)).toBe('3\n20人')
  expect(onOneLine(`3${separator}20人${separator}`)).toBe('3 20人')
})

test('a row of cells is parted by blanks on one line', () => {
  expect(onOneLine('张三\t李四 \r\n 王五\r\n')).toBe('张三 李四 王五')
})

test('what is unseen in a text is kept', () => {
  expect(typedText({ max: 9 }).parse('接\u00ad待\u200b')).toBe('接\u00ad待\u200b')
})

test.each(['字'.repeat(12), '𠮷'.repeat(6), '👨‍👩‍👧1234'])(
  'form and host count %s alike, and say how much is too much',
  (text) => {
    const refused = typedText({ max: 9 }).safeParse(text).error?.issues[0]?.message
    expect(refused).toBe(fieldSchema({ type: 'text', max: 9 }).safeParse(text).error?.issues[0]?.message)
    expect(refused).toBe('不能超过 9 个字符，现在超出 3 个')
  },
)

test('a text keeps its spaces and line ends', () => {
  expect(typedText({ max: 99 }).parse('  一\n二 ')).toBe('  一\n二 ')
})

describe('a reason', () => {
  test.each([
    ['', '请写明删除原因'],
    ['   ', '请写明删除原因'],
    ['\u3164\u200b', '请写明删除原因'],
    ['重'.repeat(201), '不能超过 200 个字符，现在超出 1 个'],
  ])('%j is refused', (text, message) => {
    expect(
      reasonSchema(200, '请写明删除原因')
        .safeParse(text)
        .error?.issues.map((issue) => issue.message),
    ).toEqual([message])
  })

  test('is kept without the blanks around it', () => {
    expect(reasonSchema(200).parse(' 重复录入\n')).toBe('重复录入')
  })
})
