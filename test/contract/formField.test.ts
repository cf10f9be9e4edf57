import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { fieldsOf, rowEntities } from '../../electron/contract/catalogue/catalogue.ts'
import { formFields, formInput, formShape } from '../../electron/contract/formField.ts'

/** Every field that a form can hold: of all nouns, so that a new one is tried too. */
const typed = rowEntities.flatMap((entity) =>
  formFields(entity, [])
    .filter((name) => fieldsOf(entity)[name]?.type !== 'blob')
    .map((name) => ({ entity, name })),
)

/** A value that the catalogue allows for the field. */
function example(entity: (typeof typed)[number]['entity'], name: string): string | number | boolean {
  const field = fieldsOf(entity)[name]
  switch (field?.type) {
    case 'text':
      return '文'.repeat(field.max)
    case 'integer':
      return field.max
    case 'boolean':
      return true
    case 'date':
      return '2014-11-25'
    case 'instant':
      return '2014-11-25T01:30:00.000Z'
    case 'choice':
      return field.of[0] ?? ''
    case 'reference':
    case 'blob':
    case undefined:
      return '0190b0a0-0000-7000-8000-000000000000'
  }
}

describe('a field of the catalogue in a form', () => {
  test.each(typed)('$entity.$name is read back as it was stored', ({ entity, name }) => {
    const schema = z.object(formShape(entity, [name as never]))
    const stored = { [name]: example(entity, name) }
    expect(schema.parse(formInput(entity, [name as never], stored))).toEqual(stored)
  })

  test.each(typed)('$entity.$name may be left empty', ({ entity, name }) => {
    const empty = fieldsOf(entity)[name]?.type === 'boolean' ? false : null
    const schema = z.object(formShape(entity, [name as never]))
    expect(schema.parse(formInput(entity, [name as never], {}))).toEqual({ [name]: empty })
  })

  test('what is longer than the catalogue allows is told in Chinese', () => {
    const schema = z.object(formShape('finding', ['title']))
    expect(schema.safeParse({ title: '文'.repeat(101) }).error?.issues[0]?.message).toBe(
      '不能超过 100 个字符，现在超出 1 个',
    )
  })

  test('what nobody types into a form is not among its fields', () => {
    expect(formFields('visit', ['ordinal', 'task'])).not.toContain('removed')
    expect(formFields('visit', ['ordinal', 'task'])).not.toContain('task')
    expect(formFields('visit', ['ordinal', 'task'])).toContain('overview')
  })
})
