import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeFinding, type PlacedFinding } from '../../electron/domain/documentOrder.ts'

const at = (id: string, position: string | null = null): PlacedFinding => ({ id, position })

describe('moving a finding within its branch', () => {
  test('writes one position where the neighbours have theirs', () => {
    const branch = [at('a', 'a0'), at('b', 'a1'), at('c', 'a2')]
    expect(placeFinding(branch, 'c', 'a')).toEqual([at('c', 'a0V')])
    expect(placeFinding(branch, 'c', null).map(({ id }) => id)).toEqual(['c'])
  })

  test('writes all of the branch where a neighbour has none', () => {
    expect(placeFinding([at('a'), at('b'), at('c')], 'a', 'b').map(({ id }) => id)).toEqual(['b', 'a', 'c'])
  })

  test.each([
    ['behind itself', 'a', 'a'],
    ['behind one that is not there', 'a', 'gone'],
    ['of one that is not there', 'gone', null],
  ])('changes nothing when asked to move %s', (_, moved, after) => {
    expect(placeFinding([at('a', 'a0'), at('b', 'a1')], moved, after)).toEqual([])
  })

  test('ends in the order asked for, however often it is asked', () => {
    const moves = fc.array(fc.tuple(fc.nat(4), fc.option(fc.nat(4))), { maxLength: 20 })
    fc.assert(
      fc.property(
        moves,
        fc.array(fc.option(fc.constantFrom('a0', 'a1', 'a2')), { minLength: 5, maxLength: 5 }),
        (steps, start) => {
          let branch = printed(start.map((position, index) => at(`f${index}`, position)))
          for (const [which, behind] of steps) {
            const moved = `f${which}`
            const after = behind === null ? null : `f${behind}`
            if (moved === after) continue
            const rest = branch.map(({ id }) => id).filter((id) => id !== moved)
            const index = after === null ? 0 : rest.indexOf(after) + 1
            const wanted = rest.toSpliced(index, 0, moved)
            const written = new Map(placeFinding(branch, moved, after).map(({ id, position }) => [id, position]))
            branch = printed(branch.map(({ id, position }) => at(id, written.get(id) ?? position)))
            expect(branch.map(({ id }) => id)).toEqual(wanted)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})

/** As domain/memo orders a branch: by position, those without one last, then by number (here the id). */
function printed(branch: readonly PlacedFinding[]): readonly PlacedFinding[] {
  return branch.toSorted((a, b) => {
    if (a.position === b.position) return a.id < b.id ? -1 : 1
    if (a.position === null) return 1
    if (b.position === null) return -1
    return a.position < b.position ? -1 : 1
  })
}
