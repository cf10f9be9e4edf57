import { describe, expect, test } from 'vitest'
import { outsideLimits } from '../../electron/contract/exchange/outsideLimits.ts'
import { parseJson } from '../../electron/crypto/jsonStructure.ts'

const { depth } = outsideLimits.json
const most = 1000
const lists = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
const members = (count: number) => JSON.stringify(Array.from({ length: count }, () => 1))

describe('JSON is read as it stands', () => {
  test.each([
    ['the deepest lists', lists(depth)],
    ['the deepest objects', objects(depth)],
    ['the most members', members(most)],
    ['brackets in a text', JSON.stringify(`${'['.repeat(5000)}${'{'.repeat(5000)}`)],
    ['commas in a text', JSON.stringify({ a: ','.repeat(5000) })],
    ['quotes and brackets in a text', JSON.stringify({ a: '"['.repeat(5000) })],
    ['backslashes before the end of a text', JSON.stringify(['\\', '\\\\', '\\"[', '['])],
    ['a name that is full of brackets', JSON.stringify({ ['['.repeat(5000)]: 1 })],
    ['a number alone', '1'],
  ])('%s', (_, text) => {
    expect(JSON.stringify(parseJson(text, most))).toBe(text)
  })
})

describe('JSON is refused before it is taken apart', () => {
  test.each([
    ['a list too deep', lists(depth + 1)],
    ['an object too deep', objects(depth + 1)],
    ['5,000,000 levels that end nowhere', '['.repeat(5_000_000)],
    ['levels behind a text that is full of ends', `["${']'.repeat(500)}",${lists(depth)}]`],
    ['levels behind an escaped quote', `["\\"",${lists(depth)}]`],
    ['levels behind a backslash that ends a text', `["\\\\",${lists(depth)}]`],
    ['a member too many', members(most + 1)],
    ['a million of them', members(1_000_000)],
    ['as many empty lists', `[${'[],'.repeat(most)}[]]`],
    ['as many members of objects', JSON.stringify(Array.from({ length: 400 }, () => ({ a: 1, b: 2 })))],
    ['a text that has no end', '["abc'],
    ['no JSON', '{a:1}'],
  ])('%s', (_, text) => {
    expect(() => parseJson(text, most)).toThrow(/^/)
  })
})
