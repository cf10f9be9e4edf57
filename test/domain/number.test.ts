import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { campaignCode, evidenceNumber, findingNumber, memoNumber, visitNumber } from '../../electron/domain/number.ts'

const log = '0197f000-0000-7000-8000-0000000a3f9c'

describe('visible numbers', () => {
  test.each([
    ['B', 12, 'B-012'],
    ['B', 1000, 'B-1000'],
    ['B2', 7, 'B2-007'],
    [null, 12, '临3f9c-012'],
  ])('of a finding: letter %s, ordinal %i → %s', (letter, ordinal, number) => {
    expect(findingNumber(letter, log, ordinal)).toBe(number)
  })

  test.each([
    ['B', 3, 'B-J03'],
    [null, 3, '临3f9c-J03'],
  ])('of a visit: letter %s, ordinal %i → %s', (letter, ordinal, number) => {
    expect(visitNumber(letter, log, ordinal)).toBe(number)
  })

  test.each([
    ['B-012', 3, '137-1440100-B012-03'],
    ['B2-012', 3, '137-1440100-B2-012-03'],
    ['临3f9c-012', 3, '137-1440100-临3f9c-012-03'],
  ])('of evidence of %s, ordinal %i → %s', (finding, ordinal, number) => {
    expect(evidenceNumber({ campaign: '137', unitCode: '1440100', finding, ordinal })).toBe(number)
  })

  test('of evidence in a unit without a code has no part for it, nor a word in its place', () => {
    expect(evidenceNumber({ campaign: '137', unitCode: null, finding: 'B-001', ordinal: 1 })).toBe('137-B001-01')
    expect(evidenceNumber({ campaign: null, unitCode: null, finding: 'B-001', ordinal: 1 })).toBe('B001-01')
  })

  test('of a memo follows the visit', () => {
    expect(memoNumber({ campaign: '137', unitCode: '1440100', visit: 'B-J03' })).toBe('137-1440100-BJ03')
    expect(memoNumber({ campaign: '137', unitCode: null, visit: '临3f9c-J03' })).toBe('137-临3f9c-J03')
  })

  test.each([
    [{ preset: '137', documentNumber: '税总发〔2014〕137号' }, '137'],
    [{ preset: null, documentNumber: '税总发〔2015〕19号' }, '19'],
    [{ preset: null, documentNumber: null }, null],
  ])('take the campaign %o as %s', (campaign, code) => {
    expect(campaignCode(campaign)).toBe(code)
  })

  test('of two different pieces of evidence are never equal, whatever the letters', () => {
    const letter = fc.stringMatching(/^[A-HJ-NP-Z]{1,2}([2-9]|1\d)?$/)
    const piece = fc.record({
      letter,
      finding: fc.integer({ min: 1, max: 99_999 }),
      ordinal: fc.integer({ min: 1, max: 999 }),
    })
    const numberOf = (p: { letter: string; finding: number; ordinal: number }) =>
      evidenceNumber({
        campaign: '137',
        unitCode: '1',
        finding: findingNumber(p.letter, log, p.finding),
        ordinal: p.ordinal,
      })
    fc.assert(
      fc.property(piece, piece, (a, b) => {
        const same = a.letter === b.letter && a.finding === b.finding && a.ordinal === b.ordinal
        expect(numberOf(a) === numberOf(b)).toBe(same)
      }),
    )
    // The pair that a dash too few would make one.
    expect(numberOf({ letter: 'B2', finding: 12, ordinal: 3 })).not.toBe(
      numberOf({ letter: 'B', finding: 2012, ordinal: 3 }),
    )
  })
})
