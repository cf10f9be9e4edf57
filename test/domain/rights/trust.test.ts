import { describe, expect, test } from 'vitest'
import { authorise, rolesOf, type JudgedChange, type RefusalReason } from '../../../electron/domain/rights/authorise.ts'
import type { Branches } from '../../../electron/domain/rights/cut.ts'
import type { RootMaking } from '../../../electron/domain/rights/ownership.ts'
import { type Decision, foldTrust, type GivenTrust, type TrustState } from '../../../electron/domain/rights/trust.ts'

/** Headquarters decides in its channel; A and B are laptops of teams, C one of nobody. Numbers count the decisions. */
const channel = 'channel'
const given: GivenTrust = {
  headquartersLogs: new Set([channel]),
  headquartersElsewhere: new Set([channel]),
  founder: null,
  branches: new Map(),
}

type Told = readonly [entity: string, id: string, parent: string | undefined, set: Decision['set']]

function decided(told: readonly Told[], more: Partial<GivenTrust> = {}): TrustState {
  const all = [...enrolment, ...told]
  const decisions = all.map(([entity, entityId, parent, set], place): Decision => {
    return { id: `${place}`, clock: `${1000 + place}`, log: channel, entity, entityId, parent, set }
  })
  const state = foldTrust({ ...given, ...more }, decisions)
  // What is known does not depend on the order in which it came.
  expect(foldTrust({ ...given, ...more }, decisions.toReversed())).toEqual(state)
  return state
}

const enrolment: readonly Told[] = ['A', 'A2', 'B', 'C'].flatMap((log): readonly Told[] => [
  ['logEnrolled', `enrolled-${log}`, undefined, { log }],
  ['grant', `grant-${log}`, undefined, { person: `person-${log}`, log, role: '组长', unit: null, campaign: null }],
])
const teams: readonly Told[] = [
  ['teamMember', 'member-A', 'team-1', { log: 'A', person: 'person-A' }],
  ['teamMember', 'member-A2', 'team-1', { log: 'A2', person: 'person-A2' }],
  ['teamMember', 'member-B', 'team-2', { log: 'B', person: 'person-B' }],
]
const at = '2026-11-30T07:00:00.000Z'

/** The visit that A made as its fifth change, for team 1 unless said otherwise. */
function made(more: Partial<RootMaking> = {}): RootMaking {
  return { id: 'A-5', log: 'A', number: 5, team: 'team-1', campaign: null, ...more }
}

function written(log: string, number: number, more: Partial<JudgedChange> = {}): JudgedChange {
  const author = `person-${log}`
  const change = { id: `${log}-${number}`, log, number, author, at, entity: 'finding', isNew: false, fields: ['title'] }
  return { ...change, entity: 'finding', cases: [{ root: 'visit', makings: [made()] }], ...more }
}

function verdict(change: JudgedChange, state: TrustState): RefusalReason | 'ok' {
  const judged = authorise(change, state)
  return judged.ok ? 'ok' : judged.reason
}

const ofCase = (...makings: readonly RootMaking[]) => ({ cases: [{ root: 'visit', makings }] })
const handedTo2: readonly Told[] = [
  ['rootHandedOver', 'over', 'visit', { to: 'team-2' }],
  ['cut', 'over-A', 'over', { log: 'A', number: 9, hash: 'A-9' }],
]
const back: readonly Told[] = [
  ['rootHandedOver', 'back', 'visit', { to: 'team-1' }],
  ['cut', 'back-B', 'back', { log: 'B', number: 4, hash: 'B-4' }],
  ['cut', 'back-A', 'back', { log: 'A', number: 9, hash: 'A-9' }],
]
const leftAt7: readonly Told[] = [
  ['teamLeft', 'left', 'member-A', { reason: null }],
  ['cut', 'left-A', 'left', { log: 'A', number: 7, hash: 'A-7' }],
]

/** C belongs to nobody, and had written to cases of A before A was in a team. */
const guestBefore: readonly Told[] = [
  ['teamMember', 'guest-C', 'team-1', { log: 'C', person: null }],
  ['teamLeft', 'guest-left', 'guest-C', { reason: null }],
  ['cut', 'guest-cut', 'guest-left', { log: 'C', number: 3, hash: 'C-3' }],
]

describe('whose a case is', () => {
  test.each<[what: string, told: readonly Told[], change: JudgedChange, expected: RefusalReason | 'ok']>([
    ['the maker of the team edits', teams, written('A', 6), 'ok'],
    ['another laptop of the team edits', teams, written('A2', 1), 'ok'],
    ['another team edits', teams, written('B', 6), 'otherTeam'],
    ['a laptop of no team edits', teams, written('C', 6), 'otherTeam'],
    ['headquarters corrects', teams, written(channel, 3), 'ok'],
    ['nobody says whose case it is', teams, written('A', 6, { cases: [] }), 'rootUnproved'],
    ['it belongs to no case', teams, written('B', 6, { cases: undefined }), 'ok'],
    ['no team is known at all', [], written('B', 6), 'otherTeam'],
    ['the making names a team of others', teams, written('A', 5, ofCase(made({ team: 'team-2' }))), 'notInTeam'],
    [
      'the making names none: of the team first enrolled into',
      teams,
      written('B', 6, ofCase(made({ team: null }))),
      'otherTeam',
    ],
    ['… where its own may', teams, written('A2', 6, ofCase(made({ team: null }))), 'ok'],
    [
      'a maker of no team keeps nobody out',
      teams,
      written('B', 6, ofCase(made({ log: 'C', id: 'C-5', team: null }))),
      'ok',
    ],
    [
      'what headquarters made is its own',
      teams,
      written('A', 6, ofCase(made({ log: channel, team: null }))),
      'otherTeam',
    ],
    [
      'two claim the visit: each has its right',
      teams,
      written('B', 6, ofCase(made(), made({ log: 'B', id: 'B-1', team: 'team-2' }))),
      'ok',
    ],
    ['who left, before the cut', [...teams, ...leftAt7], written('A', 6), 'ok'],
    ['who left, at the cut', [...teams, ...leftAt7], written('A', 7), 'ok'],
    ['who left, after it', [...teams, ...leftAt7], written('A', 8), 'otherTeam'],
    ['who left, on another branch at the cut', [...teams, ...leftAt7], written('A', 7, { id: 'other' }), 'otherTeam'],
    ['the others stay when one left', [...teams, ...leftAt7], written('A2', 8), 'ok'],
    [
      'left without a cut: nothing had been seen',
      [...teams, ['teamLeft', 'left', 'member-A', {}]],
      written('A', 1),
      'otherTeam',
    ],
    [
      'the cut is raised after a look',
      [...teams, ...leftAt7, ['cutRaised', 'raised', 'left-A', { number: 9, hash: 'A-9' }]],
      written('A', 8),
      'ok',
    ],
    [
      'of two cuts of one end the smaller holds',
      [...teams, ...leftAt7, ['cut', 'again', 'left', { log: 'A', number: 6, hash: 'A-6' }]],
      written('A', 7),
      'otherTeam',
    ],
    [
      'who comes back is in it again',
      [...teams, ...leftAt7, ['teamMember', 'again', 'team-1', { log: 'A', person: 'person-A' }]],
      written('A', 8),
      'ok',
    ],
    ['a guest, as far as it had been seen', [...guestBefore, ...teams], written('C', 3), 'ok'],
    ['a guest, after that', [...guestBefore, ...teams], written('C', 4), 'otherTeam'],
    [
      'what a guest had made before is not the team’s, but of the one it is enrolled into',
      [...guestBefore, ...teams, ['teamMember', 'member-C', 'team-2', { log: 'C', person: 'person-C' }]],
      written('B', 6, ofCase(made({ log: 'C', id: 'C-2', number: 2, team: null }))),
      'ok',
    ],
    ['handed over: the new team', [...teams, ...handedTo2], written('B', 1), 'ok'],
    ['handed over: the old team before', [...teams, ...handedTo2], written('A', 9), 'ok'],
    ['handed over: the old team after', [...teams, ...handedTo2], written('A', 10), 'otherTeam'],
    ['handed over: one of the old team that was not seen', [...teams, ...handedTo2], written('A2', 1), 'otherTeam'],
    ['handed over and back: the first team again', [...teams, ...handedTo2, ...back], written('A', 10), 'ok'],
    ['handed over and back: the second before', [...teams, ...handedTo2, ...back], written('B', 4), 'ok'],
    ['handed over and back: the second after', [...teams, ...handedTo2, ...back], written('B', 5), 'otherTeam'],
    ['handed over from nobody', handedTo2, written('B', 1, ofCase(made({ team: null }))), 'otherTeam'],
    ['handed over from nobody: its maker before', handedTo2, written('A', 9, ofCase(made({ team: null }))), 'ok'],
  ])('%s', (_what, told, change, expected) => {
    expect(verdict(change, decided(told))).toBe(expected)
  })
})

describe('ends of rights', () => {
  const revoked = (kind: '人员' | '日志', subject: string, ...cuts: readonly Told[]): readonly Told[] => [
    ['revocation', 'revoked', undefined, { kind, subject, since: null }],
    ...cuts,
  ]
  const cutAt = (number: number): Told => ['cut', 'cut', 'revoked', { log: 'A', number, hash: `A-${number}` }]
  const lifted: Told = ['revocationLifted', 'lifted', 'revoked', {}]
  const ended: readonly Told[] = [
    ['grantEnded', 'ended', 'grant-A', {}],
    ['cut', 'cut', 'ended', { log: 'A', number: 7, hash: 'A-7' }],
  ]
  const free = { cases: undefined }

  test.each<[what: string, told: readonly Told[], change: JudgedChange, expected: RefusalReason | 'ok']>([
    ['a laptop, before the cut', revoked('日志', 'A', cutAt(7)), written('A', 7, free), 'ok'],
    [
      'a laptop, after it, whatever time it claims',
      revoked('日志', 'A', cutAt(7)),
      written('A', 8, { ...free, at: '1990-01-01T00:00:00.000Z' }),
      'logRevoked',
    ],
    ['a laptop of which nothing had been seen', revoked('日志', 'A'), written('A', 1, free), 'logRevoked'],
    ['another laptop', revoked('日志', 'A'), written('B', 1, free), 'ok'],
    ['a person, before the cut', revoked('人员', 'person-A', cutAt(7)), written('A', 7, free), 'ok'],
    ['a person, after it', revoked('人员', 'person-A', cutAt(7)), written('A', 8, free), 'personRevoked'],
    [
      'a person, in a laptop that is not named',
      revoked('人员', 'person-A', cutAt(7)),
      written('B', 1, { ...free, author: 'person-A' }),
      'personRevoked',
    ],
    ['lifted', [...revoked('人员', 'person-A', cutAt(7)), lifted], written('A', 8, free), 'ok'],
    ['a grant, before its end', ended, written('A', 7, free), 'ok'],
    ['a grant, after it', ended, written('A', 8, free), 'roleMissing'],
    [
      'a certificate ends nobody',
      [['revocation', 'revoked', undefined, { kind: '证书', subject: 'A', since: null }]],
      written('A', 8, free),
      'ok',
    ],
  ])('%s', (_what, told, change, expected) => {
    expect(verdict(change, decided(told))).toBe(expected)
  })

  test('of a role at headquarters takes nothing back, and keeps its holder from writing more', () => {
    const office: Partial<GivenTrust> = {
      headquartersLogs: new Set([channel, 'office']),
      headquartersElsewhere: new Set(),
      founder: { log: 'office', person: 'founder', roles: ['系统管理员'] },
    }
    const told: readonly Told[] = [
      ['grant', 'clerk', undefined, { person: 'clerk', log: 'office', role: '系统管理员' }],
      ['grantEnded', 'ended', 'clerk', {}],
    ]
    const state = decided(told, office)
    expect(verdict(written('office', 9, { author: 'clerk', entity: 'unit', cases: undefined }), state)).toBe('ok')
    expect([...rolesOf('clerk', 'office', state)]).toEqual([])
  })

  test('a cut counts only on the chain that ends in it', () => {
    // 6 is claimed twice: 5 ← 6 ← 7, and 5 ← 6b ← 7b.
    const branches: Branches = new Map([
      [
        'A',
        new Map([
          ['A-6', { number: 6, previous: 'A-5' }],
          ['A-7', { number: 7, previous: 'A-6' }],
          ['A-6b', { number: 6, previous: 'A-5' }],
          ['A-7b', { number: 7, previous: 'A-6b' }],
        ]),
      ],
    ])
    const state = decided(revoked('日志', 'A', cutAt(7)), { branches })
    expect(['A-5', 'A-6', 'A-7'].map((id) => verdict(written('A', Number(id[2]), { ...free, id }), state))).toEqual([
      'ok',
      'ok',
      'ok',
    ])
    expect(['A-6b', 'A-7b'].map((id) => verdict(written('A', Number(id[2]), { ...free, id }), state))).toEqual([
      'logRevoked',
      'logRevoked',
    ])
  })
})

describe('a role for one campaign', () => {
  const onlyFor = (campaign: string): readonly Told[] => [
    ['logEnrolled', 'enrolled-D', undefined, { log: 'D' }],
    ['grant', 'grant-D', undefined, { person: 'person-D', log: 'D', role: '组员', unit: null, campaign }],
  ]
  const caseOf = (campaign: string | null) => ofCase({ id: 'D-1', log: 'D', number: 1, team: null, campaign })

  test.each<[what: string, campaign: string | null, expected: RefusalReason | 'ok']>([
    ['holds for its cases', 'campaign-1', 'ok'],
    ['and for no other', 'campaign-2', 'roleMissing'],
    ['nor for a case of none', null, 'roleMissing'],
  ])('%s', (_what, campaign, expected) => {
    expect(verdict(written('D', 2, caseOf(campaign)), decided(onlyFor('campaign-1')))).toBe(expected)
  })

  test('and for what belongs to no case', () => {
    expect(verdict(written('D', 2, { cases: undefined }), decided(onlyFor('campaign-1')))).toBe('ok')
  })
})
