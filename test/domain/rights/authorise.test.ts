import { describe, expect, test } from 'vitest'
import { entities, nounOf, type Entity } from '../../../electron/contract/catalogue/catalogue.ts'
import { roles, type Role } from '../../../electron/contract/capability.ts'
import {
  authorise,
  refusalText,
  rolesOf,
  type JudgedChange,
  type RefusalReason,
} from '../../../electron/domain/rights/authorise.ts'
import type { TrustState } from '../../../electron/domain/rights/trust.ts'

const team = 'team-log'
const office = 'headquarters-log'
const channel = 'channel-log'
const person = 'person-1'
const at = '2026-11-22T07:20:00.000Z'

/** At headquarters: one enrolled team log, headquarters' own log and a channel log. */
function trust(grants: TrustState['grants'] = [], more: Partial<TrustState> = {}): TrustState {
  return {
    headquartersLogs: new Set([office, channel]),
    headquartersElsewhere: new Set(),
    enrolledLogs: new Set([team]),
    grants,
    revocations: [],
    memberships: [],
    handOvers: new Map(),
    branches: new Map(),
    founder: { log: office, person: 'founder', roles: ['系统管理员', '督办员'] },
    ...more,
  }
}

function granted(role: Role, log: string, who = person): TrustState['grants'][number] {
  return { person: who, log, role, unit: null, campaign: null, endings: [] }
}

function change(entity: Entity, more: Partial<JudgedChange> = {}): JudgedChange {
  return { id: 'change', number: 7, log: team, author: person, at, entity, isNew: false, fields: [], ...more }
}

function verdictOf(judged: JudgedChange, state: TrustState): RefusalReason | 'ok' {
  const verdict = authorise(judged, state)
  return verdict.ok ? 'ok' : verdict.reason
}

/** Decision 21 written out: what each role may change in a team's log, and what in headquarters' own log. */
const inTeamLog: Readonly<Record<Role, readonly Entity[]>> = {
  组员: ['visit', 'visitInspector', 'finding', 'evidence', 'documentSigned', 'packageAccepted'],
  组长: [
    ...(['visit', 'visitInspector', 'finding', 'evidence', 'documentSigned', 'packageAccepted'] as const),
    ...(['document', 'documentItem', 'documentFrozen', 'documentSigner', 'documentVoided', 'unreadPassed'] as const),
  ],
  督办员: ['packageAccepted'],
  系统管理员: ['packageAccepted'],
  审批人: ['packageAccepted'],
  查看: ['packageAccepted'],
}
const inHeadquartersLog: Readonly<Record<Role, readonly Entity[]>> = {
  组员: inTeamLog.组员,
  组长: inTeamLog.组长,
  督办员: [
    ...(['packageAccepted', 'packageWithdrawn', 'packageRestored', 'packageLost', 'receipt'] as const),
    ...(['changeDeclined', 'changeReadmitted'] as const),
    // Corrections: of what is there.
    ...(['correction', 'visit', 'visitInspector', 'finding'] as const),
  ],
  系统管理员: [
    ...(['packageAccepted', 'unit', 'person', 'campaign', 'milestone', 'team', 'task'] as const),
    ...(['logEnrolled', 'letter', 'grant', 'grantEnded', 'revocation', 'revocationLifted'] as const),
    ...(['teamMember', 'teamLeft', 'rootHandedOver', 'cut', 'cutRaised'] as const),
  ],
  审批人: ['packageAccepted'],
  查看: ['packageAccepted'],
}
const locally: Readonly<Record<Role, readonly Entity[]>> = {
  组员: ['unit', 'person'],
  组长: ['unit', 'person', 'campaign', 'milestone'],
  督办员: ['unit', 'person'],
  系统管理员: [],
  审批人: [],
  查看: [],
}

describe('who may change what', () => {
  describe.each(roles)('as %s', (role) => {
    test.each(entities)('in a team log: %s', (entity) => {
      const allowed = inTeamLog[role].includes(entity)
      expect(authorise(change(entity), trust([granted(role, team)])).ok).toBe(allowed)
    })
    test.each(entities)('in the own log of headquarters: %s', (entity) => {
      const allowed = inHeadquartersLog[role].includes(entity)
      expect(authorise(change(entity, { log: office }), trust([granted(role, office)])).ok).toBe(allowed)
    })
    test.each(entities)('newly made in a team log: %s', (entity) => {
      const allowed = inTeamLog[role].includes(entity) || locally[role].includes(entity)
      expect(authorise(change(entity, { isNew: true }), trust([granted(role, team)])).ok).toBe(allowed)
    })
  })

  test.each(entities.filter((entity) => nounOf(entity).correctedBy !== undefined))(
    'who corrects a %s at headquarters makes none there, and corrects none on a laptop',
    (entity) => {
      const made = change(entity, { log: office, isNew: true })
      expect(authorise(made, trust([granted('督办员', office)])).ok).toBe(false)
      expect(authorise(change(entity), trust([granted('督办员', team)])).ok).toBe(false)
    },
  )

  test('no noun has two ways round headquarters', () => {
    for (const entity of entities) {
      const { headquartersOnly, madeLocallyBy } = nounOf(entity)
      expect(headquartersOnly === true && madeLocallyBy !== undefined).toBe(false)
    }
  })
})

describe('logs', () => {
  test.each(entities)('a log that was never enrolled is refused for %s, whatever was granted', (entity) => {
    const state = trust(roles.map((role) => granted(role, 'stranger')))
    expect(verdictOf(change(entity, { log: 'stranger', isNew: true }), state)).toBe('logNotEnrolled')
  })

  test('a role in one log is no role in another', () => {
    const state = trust([granted('组长', 'other-log')], { enrolledLogs: new Set([team, 'other-log']) })
    expect(verdictOf(change('documentFrozen'), state)).toBe('roleMissing')
  })

  test('a team that grants itself a role is told that only headquarters may', () => {
    const state = trust([granted('系统管理员', team)])
    for (const entity of ['grant', 'letter', 'receipt', 'logEnrolled', 'revocation', 'task'] as const) {
      expect(verdictOf(change(entity, { isNew: true }), state)).toBe('headquartersOnly')
    }
    expect(verdictOf(change('unit'), state)).toBe('headquartersOnly')
  })

  test('on a laptop the word of headquarters counts, whoever wrote it there', () => {
    const laptop = trust([granted('组长', team)], { founder: { log: team, person, roles: ['组长'] } })
    for (const entity of entities) {
      expect(verdictOf(change(entity, { log: channel, author: 'unknown at the laptop' }), laptop)).toBe('ok')
    }
  })

  test('at headquarters another workspace of headquarters is trusted as everywhere, whatever its people may do here', () => {
    const state = trust([granted('查看', office)], { headquartersElsewhere: new Set([channel]) })
    expect(verdictOf(change('receipt', { log: channel }), state)).toBe('ok')
    expect(verdictOf(change('receipt', { log: office }), state)).toBe('roleMissing')
  })

  test('at headquarters its people are held to their roles in the channel logs too', () => {
    const state = trust([granted('查看', office), granted('督办员', office, 'person-2')])
    expect(verdictOf(change('receipt', { log: channel }), state)).toBe('roleMissing')
    expect(verdictOf(change('receipt', { log: channel, author: 'person-2' }), state)).toBe('ok')
    expect(verdictOf(change('grant', { log: channel, author: 'person-2' }), state)).toBe('roleMissing')
    expect(verdictOf(change('grant', { log: channel, author: 'founder' }), state)).toBe('ok')
  })
})

describe('the founder', () => {
  const founder = { log: team, person, roles: ['组长'] } as const

  test('is 组长 of the own workspace before enrolment, and of no other log', () => {
    const state = trust([], { founder, enrolledLogs: new Set(), headquartersLogs: new Set() })
    expect([...rolesOf(person, team, state)]).toEqual(['组长'])
    expect([...rolesOf(person, 'other', state)]).toEqual([])
    expect(verdictOf(change('documentFrozen'), state)).toBe('ok')
    expect(verdictOf(change('finding', { author: 'person-2' }), state)).toBe('roleMissing')
  })

  test('has only what headquarters granted after enrolment', () => {
    const state = trust([granted('组员', team)], { founder })
    expect([...rolesOf(person, team, state)]).toEqual(['组员'])
    expect(verdictOf(change('documentFrozen'), state)).toBe('roleMissing')
    expect(verdictOf(change('finding'), state)).toBe('ok')
  })

  test('of a headquarters keeps both roles, also when a higher level enrols its log', () => {
    const state = trust([], { enrolledLogs: new Set([team, office]) })
    expect([...rolesOf('founder', office, state)].toSorted()).toEqual(['督办员', '系统管理员'].toSorted())
    expect(verdictOf(change('grant', { log: office, author: 'founder' }), state)).toBe('ok')
  })

  test('makes a log headquarters by being its 系统管理员', () => {
    const state = trust([], { headquartersLogs: new Set() })
    expect(verdictOf(change('grant', { log: office, author: 'founder' }), state)).toBe('ok')
  })
})

describe('units and people made locally', () => {
  const state = trust([granted('组员', team)])

  test('may be corrected by the log that made them', () => {
    expect(verdictOf(change('unit', { madeBy: team, fields: ['name'] }), state)).toBe('ok')
    expect(verdictOf(change('unit', { madeBy: office, fields: ['name'] }), state)).toBe('roleMissing')
    expect(verdictOf(change('unit', { fields: ['name'] }), state)).toBe('roleMissing')
  })

  const mate = 'mate-log'
  const teams: Partial<TrustState> = {
    enrolledLogs: new Set([team, mate]),
    memberships: [team, mate].map((log) => ({ team: 'team', log, endings: [], isGuest: false })),
  }
  const join: Partial<JudgedChange> = { madeBy: team, fields: ['sameAs'], joins: true }

  test.each<[string, Role, Partial<JudgedChange>, Partial<TrustState>, RefusalReason | 'ok']>([
    ['her own', '组长', join, {}, 'ok'],
    ['her own, as she makes it', '组长', { ...join, isNew: true, fields: ['name', 'sameAs'] }, {}, 'ok'],
    [
      'a guest of her team made it',
      '组长',
      { ...join, madeBy: 'guest-log' },
      {
        memberships: [
          { team: 'team', log: team, endings: [], isGuest: false },
          { team: 'team', log: 'guest-log', endings: [], isGuest: true },
        ],
      },
      'roleMissing',
    ],
    ['her own, but she leads nobody', '组员', join, {}, 'roleMissing'],
    ['her own as she makes it, but she leads nobody', '组员', { ...join, isNew: true }, {}, 'roleMissing'],
    ['that of a stranger', '组长', { ...join, madeBy: mate }, {}, 'roleMissing'],
    ['that of nobody known', '组长', { ...join, madeBy: undefined }, {}, 'roleMissing'],
    ['that of headquarters', '组长', { ...join, madeBy: office }, teams, 'roleMissing'],
    ['that of her team', '组长', { ...join, madeBy: mate }, teams, 'ok'],
    [
      'that of her team, with its name',
      '组长',
      { ...join, madeBy: mate, fields: ['sameAs', 'name'] },
      teams,
      'roleMissing',
    ],
    ['of which headquarters has said it', '组长', { ...join, joinSettled: true }, {}, 'joinSettled'],
  ])('are joined by a lead: %s', (_, role, more, known, expected) => {
    expect(verdictOf(change('person', more), trust([granted(role, team)], known))).toBe(expected)
  })

  test('are joined by headquarters as it likes', () => {
    const asOffice = { ...join, log: office, joinSettled: true }
    expect(verdictOf(change('unit', asOffice), trust([granted('系统管理员', office)]))).toBe('ok')
    expect(verdictOf(change('unit', asOffice), trust([granted('督办员', office)]))).toBe('roleMissing')
  })

  test('cannot be a second making of a row of the roster', () => {
    expect(verdictOf(change('unit', { isNew: true, madeBy: office }), state)).toBe('roleMissing')
    expect(verdictOf(change('unit', { isNew: true, madeBy: team }), state)).toBe('ok')
  })
})

describe('revocation', () => {
  const cases = [
    { kind: '日志', subject: team, reason: 'logRevoked' },
    { kind: '人员', subject: person, reason: 'personRevoked' },
  ] as const

  test.each(cases)('of a $kind counts from its moment on', ({ kind, subject, reason }) => {
    const state = trust([granted('组员', team)], { revocations: [{ kind, subject, since: at, ending: [] }] })
    expect(verdictOf(change('finding', { at: '2026-11-22T07:19:59.999Z' }), state)).toBe('ok')
    expect(verdictOf(change('finding', { at }), state)).toBe(reason)
    expect(verdictOf(change('finding', { at: '2027-01-01T00:00:00.000Z' }), state)).toBe(reason)
  })

  test('of a certificate concerns signatures, not changes', () => {
    const state = trust([granted('组员', team)], {
      revocations: [{ kind: '证书', subject: person, since: at, ending: [] }],
    })
    expect(verdictOf(change('finding'), state)).toBe('ok')
  })

  test('reaches a headquarters log as well', () => {
    const laptop = trust([], {
      founder: null,
      revocations: [{ kind: '日志', subject: channel, since: at, ending: [] }],
    })
    expect(verdictOf(change('grant', { log: channel }), laptop)).toBe('logRevoked')
  })
})

describe('a sealed author', () => {
  const sealed = { author: undefined }

  test('may record what 暗访 records, where the log has someone who may', () => {
    for (const entity of ['visit', 'visitInspector', 'finding', 'evidence'] as const) {
      expect(verdictOf(change(entity, sealed), trust([granted('组员', team)]))).toBe('ok')
      expect(verdictOf(change(entity, sealed), trust([granted('查看', team)]))).toBe('roleMissing')
    }
  })

  test('may not sign, freeze or name a unit', () => {
    const state = trust([granted('组长', team)])
    for (const entity of ['documentFrozen', 'documentSigned', 'documentVoided', 'unit'] as const) {
      expect(verdictOf(change(entity, { ...sealed, isNew: true }), state)).toBe('authorSealed')
    }
  })

  test('counts with the founder before enrolment', () => {
    const state = trust([], { founder: { log: team, person, roles: ['组长'] }, enrolledLogs: new Set() })
    expect(verdictOf(change('finding', sealed), state)).toBe('ok')
  })
})

test('every refusal has a Chinese sentence of its own', () => {
  const reasons: readonly RefusalReason[] = [
    'logNotEnrolled',
    'logRevoked',
    'personRevoked',
    'headquartersOnly',
    'authorSealed',
    'roleMissing',
  ]
  const texts = reasons.map(refusalText)
  expect(new Set(texts).size).toBe(reasons.length)
  for (const text of texts) expect(text).toMatch(/^[\p{Script=Han}，。]+$/u)
})
