import { describe, expect, test } from 'vitest'
import type { Difference } from '../../electron/domain/printed.ts'
import {
  mayFreeze,
  documentState,
  nextVersion,
  openLine,
  type DocumentEvents,
} from '../../electron/domain/documentState.ts'
import type { People } from '../../electron/domain/identity/lineSignatures.ts'

const at = '2014-11-26T02:00:00.000Z'
const none: readonly Difference[] = []
const fact: Difference = { what: '改', entity: 'finding', id: 'finding-1', field: 'fact', label: '事实' }

function frozen(version: number, id = `v${version}`): DocumentEvents['frozen'][number] {
  return { id, parent: 'memo', author: 'leader', version, code: 'MZXW6YTBOI', printed: 'p', document: 'd' }
}
function line(version: string, person: string | null, place: number): DocumentEvents['signers'][number] {
  const role = person === null ? '被检查单位负责人' : '检查人员'
  return {
    id: `${version}-line-${place}`,
    parent: version,
    author: 'leader',
    person,
    name: person ?? '',
    role,
    line: 'guid',
    place,
  }
}
function signature(version: string, place: number, author: string): DocumentEvents['signed'][number] {
  const signer = `${version}-line-${place}`
  return {
    id: `${signer}-signed`,
    parent: version,
    author,
    signer,
    signature: 's',
    certificate: `certificate of ${author}`,
    joins: null,
    method: '证书',
    signedAt: at,
  }
}
function voiding(version: string): DocumentEvents['voided'][number] {
  return { id: `${version}-void`, parent: version, author: 'leader', reason: '笔误' }
}
function events(more: Partial<DocumentEvents> = {}): DocumentEvents {
  return {
    frozen: [frozen(1)],
    signers: [line('v1', 'member', 1), line('v1', 'leader', 2), line('v1', null, 3)],
    signed: [],
    voided: [],
    ...more,
  }
}
const since = (differences: readonly Difference[]) => ({ differences, incomparable: [] })
const both = [signature('v1', 1, 'member'), signature('v1', 2, 'leader')]

describe('the state of a memo', () => {
  test.each<[string, DocumentEvents, readonly Difference[], string]>([
    ['nothing frozen', events({ frozen: [], signers: [] }), none, '草稿'],
    ['frozen', events(), none, '已定稿'],
    ['one of two signed', events({ signed: both.slice(0, 1) }), none, '部分签名'],
    ['both signed; paper is not waited for', events({ signed: both }), none, '已签齐'],
    ['both signed, in the other order', events({ signed: both.toReversed() }), none, '已签齐'],
    ['signed twice by one', events({ signed: [both[0]!, { ...both[0]!, id: 'again' }] }), none, '部分签名'],
    ['changed after freezing', events(), [fact], '已失效'],
    ['changed after signing', events({ signed: both }), [fact], '已失效'],
    ['voided', events({ voided: [voiding('v1')] }), none, '已作废'],
    ['voided and changed', events({ signed: both, voided: [voiding('v1')] }), [fact], '已作废'],
    ['signed by another person', events({ signed: [signature('v1', 1, 'leader')] }), none, '已定稿'],
    ['signed for another version', events({ signed: [{ ...both[0]!, parent: 'v0' }] }), none, '已定稿'],
    ['voided, then frozen anew', events({ frozen: [frozen(1), frozen(2)], voided: [voiding('v1')] }), none, '已定稿'],
    [
      'the newer version voided: the older one stands',
      events({ frozen: [frozen(1), frozen(2)], signed: both, voided: [voiding('v2')] }),
      none,
      '已签齐',
    ],
    [
      'versions that arrived in the other order',
      events({ frozen: [frozen(2), frozen(1)], signed: both }),
      none,
      '已定稿',
    ],
  ])('%s', (_, given, changed, state) => {
    expect(documentState(given, () => since(changed)).state).toBe(state)
  })

  test('asks per version what changed', () => {
    const given = events({ frozen: [frozen(1), frozen(2)], signed: both })
    const { state, current, versions } = documentState(given, (version) => since(version === 'v1' ? [fact] : none))
    expect([state, current?.id]).toEqual(['已定稿', 'v2'])
    expect(versions.map(({ id, state: own, differences }) => [id, own, differences])).toEqual([
      ['v1', '已失效', [fact]],
      ['v2', '已定稿', []],
    ])
  })

  test('shows two versions of one number that were frozen at once', () => {
    const given = events({ frozen: [frozen(1), frozen(1, 'other')] })
    expect(documentState(given, () => since(none))).toMatchObject({ parallel: true, current: { id: 'other' } })
    const resolved = events({ frozen: [frozen(1), frozen(1, 'other')], voided: [voiding('other')] })
    expect(documentState(resolved, () => since(none))).toMatchObject({ parallel: false, current: { id: 'v1' } })
  })

  test('lists the signers in the order of their lines, with time', () => {
    const given = events({ signers: events().signers.toReversed(), signed: both.slice(1) })
    const { versions } = documentState(given, () => since(none))
    expect(versions[0]?.signers.map(({ person, signedAt }) => [person, signedAt])).toEqual([
      ['member', null],
      ['leader', at],
      [null, null],
    ])
  })
})

describe('people who are the same', () => {
  // `mate` and `member` are one person now, or were when the signature named how; `other` is hers too, by no way that is named.
  const one = new Set(['mate', 'member', 'other'])
  const joined: People = {
    isSame: (a, b) => a === b || (one.has(a) && one.has(b)),
    areLedBy: (joins, named, other) => joins === 'way' && one.has(named) && one.has(other),
  }
  const apart: People = { ...joined, isSame: (a, b) => a === b }
  const led = (place: number, author: string) => ({ ...signature('v1', place, author), joins: 'way' })
  const twoLines = [line('v1', 'member', 1), line('v1', 'mate', 2), line('v1', 'leader', 3)]

  test.each<[string, DocumentEvents, People, string, readonly [string | null, boolean][]]>([
    ['one signs where the other is named', events({ signed: [led(1, 'mate')] }), joined, '部分签名', [['mate', false]]],
    ['not without saying how', events({ signed: [signature('v1', 1, 'mate')] }), joined, '已定稿', [[null, false]]],
    ['not for a stranger', events({ signed: [led(2, 'mate')] }), joined, '已定稿', [[null, false]]],
    [
      'taken apart later, the signature stays, with a remark',
      events({ signed: [led(1, 'mate')] }),
      apart,
      '部分签名',
      [['mate', true]],
    ],
    [
      'one key signs one line',
      events({ signers: twoLines, signed: [signature('v1', 1, 'member'), led(2, 'member')] }),
      apart,
      '部分签名',
      [
        ['member', false],
        [null, false],
      ],
    ],
    [
      'a certificate that another claims takes nothing from whose it is',
      events({
        signers: twoLines,
        signed: [
          { ...signature('v1', 1, 'member'), certificate: 'k' },
          { ...signature('v1', 2, 'mate'), certificate: 'k' },
        ],
      }),
      apart,
      '部分签名',
      [
        ['member', false],
        ['mate', false],
      ],
    ],
    [
      'on two lines she is one, and signs once',
      events({ signers: twoLines, signed: [signature('v1', 1, 'member'), signature('v1', 3, 'leader')] }),
      joined,
      '已签齐',
      [
        ['member', true],
        [null, false],
        ['leader', false],
      ],
    ],
    [
      'both had signed when they were joined: both stay, with a remark',
      events({
        signers: twoLines,
        signed: [signature('v1', 1, 'member'), signature('v1', 2, 'mate'), signature('v1', 3, 'leader')],
      }),
      joined,
      '已签齐',
      [
        ['member', true],
        ['mate', true],
        ['leader', false],
      ],
    ],
  ])('%s', (_, given, people, state, lines) => {
    const { current } = documentState(given, () => since(none), people)
    expect(current?.state).toBe(state)
    expect(current?.signers.slice(0, lines.length).map(({ signedBy, unlike }) => [signedBy, unlike])).toEqual(lines)
  })

  test.each<[string, DocumentEvents, string, string | undefined]>([
    ['the line of whom she is joined to', events(), 'mate', 'v1-line-1'],
    ['her own before that', events({ signers: twoLines }), 'mate', 'v1-line-2'],
    [
      'none where the same person has signed',
      events({ signers: twoLines, signed: [signature('v1', 1, 'member')] }),
      'mate',
      undefined,
    ],
    ['none for who has signed already', events({ signed: [led(1, 'mate')] }), 'mate', undefined],
  ])('may sign %s', (_, given, person, expected) => {
    expect(openLine(documentState(given, () => since(none), joined).versions[0]!, person, joined)?.id).toBe(expected)
  })

  test('who signed under another name that was hers signs no second line once she is apart', () => {
    const given = events({ signers: twoLines, signed: [led(2, 'member')] })
    expect(openLine(documentState(given, () => since(none), apart).versions[0]!, 'member', apart)).toBeUndefined()
  })
})

describe('a version with signatures is voided before the next one is frozen', () => {
  test.each<[string, DocumentEvents, readonly Difference[], boolean]>([
    ['nothing frozen', events({ frozen: [] }), none, true],
    ['unsigned', events(), none, true],
    ['unsigned and out of date', events(), [fact], true],
    ['signed by one', events({ signed: both.slice(0, 1) }), none, false],
    ['signed by all', events({ signed: both }), none, false],
    ['signed and out of date', events({ signed: both }), [fact], false],
    ['signed and voided', events({ signed: both, voided: [voiding('v1')] }), none, true],
    ['signed, with an unsigned one after it', events({ frozen: [frozen(1), frozen(2)], signed: both }), none, false],
  ])('%s', (_, given, changed, expected) => {
    expect(mayFreeze(documentState(given, () => since(changed)))).toBe(expected)
  })
})

test('numbers of versions are not used again', () => {
  const state = (given: DocumentEvents) => nextVersion(documentState(given, () => since(none)))
  expect(state(events({ frozen: [] }))).toBe(1)
  expect(state(events({ frozen: [frozen(1), frozen(2)], voided: [voiding('v2')] }))).toBe(3)
})

describe('the line a person may sign', () => {
  const version = (given: DocumentEvents, changed = none) => documentState(given, () => since(changed)).versions[0]!

  test.each<[string, DocumentEvents, readonly Difference[], string, string | undefined]>([
    ['the own one', events(), none, 'member', 'v1-line-1'],
    ['the own one after another person signed', events({ signed: both.slice(0, 1) }), none, 'leader', 'v1-line-2'],
    ['none twice', events({ signed: both.slice(0, 1) }), none, 'member', undefined],
    ['none for a stranger', events(), none, 'stranger', undefined],
    ['none when the content changed', events(), [fact], 'member', undefined],
    ['none when voided', events({ voided: [voiding('v1')] }), none, 'member', undefined],
  ])('%s', (_, given, changed, person, expected) => {
    expect(openLine(version(given, changed), person)?.id).toBe(expected)
  })
})
