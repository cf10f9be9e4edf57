import { describe, expect, test } from 'vitest'
import { validityOn } from '../../electron/contract/riskPoint.ts'

describe('the validity of a rule on a day', () => {
  const from = { validity: 'known', validFrom: '2021-07-15', validTo: null } as const
  const between = { validity: 'known', validFrom: '2014-11-17', validTo: '2015-06-30' } as const
  test.each([
    [from, '2021-07-14', 'unknown'],
    [from, '2021-07-15', 'known'],
    [from, '2026-11-22', 'known'],
    [from, undefined, 'unknown'],
    [between, '2015-06-30', 'known'],
    [between, '2015-07-01', 'unknown'],
    [{ validity: 'known', validFrom: null, validTo: null } as const, '2015-01-01', 'known'],
    [{ validity: 'unknown', validFrom: null, validTo: null } as const, '2015-01-01', 'unknown'],
  ])('%o on %s is %s', (rule, day, validity) => {
    expect(validityOn(rule, day)).toBe(validity)
  })
})
