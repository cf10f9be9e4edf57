import { traverseContractProcedures } from '@orpc/server'
import { describe, expect, test } from 'vitest'
import { contract } from '../../electron/contract/api.ts'
import { capabilities } from '../../electron/contract/capability.ts'
import {
  entities,
  eventEntities,
  eventNounOf,
  fieldsOf,
  isEntity,
  nounOf,
  parentsOf,
  rowEntities,
  rowNounOf,
  schemaVersion,
} from '../../electron/contract/catalogue/catalogue.ts'
import type { ProcedureMeta } from '../../electron/contract/procedure.ts'

/** What the catalogue says of its nouns holds together: every other part of the program takes it at its word. */
const chinese = /^\p{Script=Han}[\p{Script=Han}、]*$/u
const nouns = entities.map((entity) => ({ entity, noun: nounOf(entity), fields: Object.entries(fieldsOf(entity)) }))

describe('each noun', () => {
  test.each(nouns)('$entity stands under nouns that there are, and above none of its own', ({ entity, noun }) => {
    expect(Object.keys(noun.parents).filter((parent) => !isEntity(parent))).toEqual([])
    const above = [...parentsOf(entity)]
    for (const parent of above) above.push(...parentsOf(parent).filter((one) => !above.includes(one)))
    expect(above).not.toContain(entity)
  })

  test.each(nouns)('$entity names nouns that there are, and a scope that it has', ({ noun, fields }) => {
    const references = fields.flatMap(([name, field]) =>
      field.type === 'reference' ? [[name, field.to] as const] : [],
    )
    expect(references.filter(([, to]) => !isEntity(to))).toEqual([])
    const { scope, parents } = noun
    const narrows =
      typeof scope === 'string'
        ? scope === 'none' || Object.keys(parents).length > 0
        : new Map(references).get(scope.unit) === 'unit'
    expect(narrows).toBe(true)
  })

  test.each(nouns)('$entity is called in Chinese, and no two of its fields alike', ({ noun, fields }) => {
    const labels = fields.map(([, { label }]) => label)
    expect([noun.label, ...labels].filter((label) => !chinese.test(label))).toEqual([])
    expect(labels.filter((label, place) => labels.indexOf(label) !== place)).toEqual([])
  })

  test.each(nouns)('$entity is shown by procedures that there are', ({ noun: { shownBy } }) => {
    const shown = shownBy === 'everything' ? Object.keys(contract) : shownBy
    expect(shown.filter((one) => !Object.hasOwn(contract, one))).toEqual([])
    expect(shown).not.toEqual([])
  })

  test.each(nouns)('$entity came no later than now, and nothing of it before it', ({ noun, fields }) => {
    const born = noun.since ?? 1
    const later = fields.flatMap(([, { since, choicesSince = {}, before }]) =>
      [since, ...Object.values(choicesSince), before?.since].filter((one) => one !== undefined),
    )
    expect([born, ...Object.values(noun.parents)].filter((since) => since > schemaVersion)).toEqual([])
    expect(later.filter((since) => since > schemaVersion || since < born)).toEqual([])
  })

  test.each(nouns)('$entity has later choices among its choices, and limits that were widened', ({ fields }) => {
    const strange = fields.filter(([, field]) => {
      const late = Object.keys(field.choicesSince ?? {})
      const choices = field.type === 'choice' ? field.of : []
      const limit = field.type === 'text' || field.type === 'integer' ? field.max : 0
      return late.some((word) => !choices.includes(word)) || (field.before !== undefined && limit <= field.before.max)
    })
    expect(strange).toEqual([])
  })

  test('goes by a name of its own', () => {
    const labels = nouns.map(({ noun }) => noun.label)
    expect(labels.filter((label, place) => labels.indexOf(label) !== place)).toEqual([])
    const former = nouns.flatMap(({ noun: { formerly } }) => (formerly === undefined ? [] : [formerly.name]))
    expect(former.filter((name, place) => isEntity(name) || former.indexOf(name) !== place)).toEqual([])
  })
})

describe('of what decides', () => {
  test('a team writes nothing', () => {
    const deciding = eventEntities.filter((entity) => {
      const { steers, decides } = eventNounOf(entity)
      return steers === true || decides === true
    })
    expect(deciding.filter((entity) => eventNounOf(entity).headquartersOnly !== true)).toEqual([])
    expect(deciding.length).toBeGreaterThan(3)
  })
})

describe('numbers', () => {
  test('have their ordinal', () => {
    const numbered = rowEntities.filter((entity) => rowNounOf(entity).numbered === true)
    expect(numbered.filter((entity) => fieldsOf(entity)['ordinal']?.type !== 'integer')).toEqual([])
  })
})

describe('capabilities', () => {
  test('are each asked by a noun or a procedure', () => {
    const asked = new Set<string>(
      nouns.flatMap(({ noun: { writtenBy, madeLocallyBy } }) => [writtenBy, madeLocallyBy ?? '']),
    )
    traverseContractProcedures({ path: [], router: contract }, ({ contract: procedure }) => {
      const { needs } = procedure['~orpc'].meta as ProcedureMeta
      if (needs !== 'nothing') for (const capability of needs) asked.add(capability)
    })
    expect(Object.keys(capabilities).filter((capability) => !asked.has(capability))).toEqual([])
  })
})
