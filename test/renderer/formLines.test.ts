import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../electron/contract/catalogue/catalogue.ts'
import { findingFields } from '../../renderer/features/finding/findingForm.ts'
import {
  factLines,
  findingOrder,
  judgementLines,
  lastLines as lastLinesOfFinding,
  pickedFields,
  ruleLines,
} from '../../renderer/features/finding/findingLines.ts'
import { visitFields } from '../../renderer/features/visit/visitForm.ts'
import {
  disclosureLines,
  lastLines as lastLinesOfVisit,
  noticeLines,
  timeAndPlaceLines,
  visitOrder,
} from '../../renderer/features/visit/visitLines.ts'
import { furtherLines } from '../../renderer/ui/form/formLook.ts'
import { recordFacts, valueText } from '../../renderer/ui/recordFacts.ts'

describe('the lines of a form', () => {
  test('hold every field of a finding once', () => {
    const lines = [...factLines, ...ruleLines, ...judgementLines(true), ...lastLinesOfFinding]
      .flat()
      .map(({ name }) => name)
    expect([...pickedFields, ...lines].toSorted()).toEqual([...findingFields].toSorted())
  })

  test.each([
    { noun: 'finding', order: findingOrder as readonly string[], fields: findingFields as readonly string[] },
    { noun: 'visit', order: visitOrder as readonly string[], fields: visitFields as readonly string[] },
  ])('are the order in which a $noun is read, each field once', ({ order, fields }) => {
    expect(order.toSorted()).toEqual(fields.toSorted())
  })

  test.each([
    { noun: 'finding' as const, lines: [...factLines, ...ruleLines, ...judgementLines(true), ...lastLinesOfFinding] },
    { noun: 'visit' as const, lines: [...timeAndPlaceLines, ...noticeLines, ...disclosureLines, ...lastLinesOfVisit] },
  ])('hold no field of a $noun whose choices only a widget of its own knows', ({ noun, lines }) => {
    const names = lines.flat().map(({ name }) => name)
    const undrawn = names.filter((name) => ['reference', 'blob', undefined].includes(fieldsOf(noun)[name]?.type))
    expect(undrawn).toEqual([])
  })

  test('a field that stands on none of them gets one of its own, and need not be filled in', () => {
    const placed = { special: ['picked'] as const, lines: [[{ name: 'title' }, { name: 'place' }]] as const }
    expect(furtherLines<string>(['picked', 'title', 'new', 'place'], placed)).toEqual([
      [{ name: 'new', optional: true }],
    ])
  })
})

describe('a record to read', () => {
  const facts = (told: Parameters<typeof recordFacts<string>>[1]) =>
    recordFacts(['day', 'time', 'place', 'new'], told, (name) => [name, '值'])

  test('tells every field, in its order', () => {
    expect(facts([]).map(([name]) => name)).toEqual(['day', 'time', 'place', 'new'])
  })

  test('tells fields together in the place of the first, and what was left out not at all', () => {
    const told = [{ of: ['day', 'time'], facts: [['何时', '今天']] } as const, { of: ['place'], facts: [] } as const]
    expect(facts(told)).toEqual([
      ['何时', '今天'],
      ['new', '值'],
    ])
  })

  test.each([
    ['finding', 'severity', 4, '严重'],
    ['finding', 'occurredMinute', 570, '09:30'],
    ['finding', 'clue', false, '否'],
    ['finding', 'place', null, '（空）'],
    ['visit', 'identityDisclosedAt', '2014-11-25T01:30:00.000Z', '2014-11-25 09:30'],
    ['document', 'issuedOn', '2014-11-25', '2014-11-25'],
  ] as const)('%s.%s as %s is %s', (entity, name, value, text) => {
    expect(valueText(entity, name, value)).toBe(text)
  })
})
