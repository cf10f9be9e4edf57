import { traverseContractProcedures } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roles, type Role } from '../../electron/contract/capability.ts'
import { contract } from '../../electron/contract/api.ts'
import type { ProcedureMeta } from '../../electron/contract/procedure.ts'
import { writeSetting } from '../../electron/services/host/settingAccess.ts'
import { clientOf, workspaceOf, type Client, type Machine } from '../../electron/services/machine.ts'
import { router } from '../../electron/services/router.ts'
import { kindOf } from '../problem.ts'
import { createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'
import { makeFinding, makeVisit } from './inspection.ts'

let world: World
let headquarters: Headquarters
let leader: Laptop
let member: Laptop
let leadersVisit: string
beforeAll(async () => {
  world = await createWorld({ seed: 'door' })
  headquarters = await world.headquarters('省局')
  leader = await world.laptop('甲', '组长')
  member = await world.laptop('乙', '组员')
  leadersVisit = await makeVisit(leader)
  await world.enrol(headquarters, leader, 'A')
  await world.enrol(headquarters, member, 'B')
})
afterAll(() => world.end())

type Listed = { readonly path: string; readonly meta: ProcedureMeta }

function proceduresOf(part: typeof contract | typeof router): readonly Listed[] {
  const listed: Listed[] = []
  traverseContractProcedures({ path: [], router: part }, ({ contract: procedure, path }) => {
    listed.push({ path: path.join('.'), meta: procedure['~orpc'].meta as ProcedureMeta })
  })
  return listed.toSorted((a, b) => a.path.localeCompare(b.path))
}
const procedures = proceduresOf(contract)

/** Calls a procedure by its path with something that its schema may well refuse: the door comes first. */
async function call(client: Client, path: string): Promise<unknown> {
  let at: unknown = client
  for (const step of path.split('.')) at = Reflect.get(Object(at), step)
  if (typeof at !== 'function') throw new Error(`no procedure ${path}`)
  return at({}) as Promise<unknown>
}

async function countChanges(machine: Machine): Promise<number> {
  const { count } = await workspaceOf(machine).store.read((tx) =>
    tx.db
      .selectFrom('change')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  )
  return Number(count)
}

describe('the contract and the router', () => {
  test('have the same procedures', () => {
    expect(proceduresOf(router).map(({ path }) => path)).toEqual(procedures.map(({ path }) => path))
    expect(procedures.length).toBeGreaterThan(50)
  })

  test('leave only these few open before a workspace is unlocked', () => {
    expect(procedures.filter(({ meta }) => !meta.session).map(({ path }) => path)).toEqual([
      'help.list',
      'help.page',
      'job.cancel',
      'job.watch',
      'workspace.create',
      'workspace.list',
      'workspace.lock',
      'workspace.openDemo',
      'workspace.unlock',
    ])
  })

  test('let everyone who is in only to what reads, and to what is theirs on this machine', () => {
    const needing = procedures.filter(({ meta }) => meta.needs !== 'nothing').map(({ path }) => path)
    expect(needing.toSorted()).toEqual(guarded)
    expect(procedures.filter(({ meta }) => meta.needs === 'nothing' && meta.access === 'write')).toEqual([])
  })
})

/** The roles that a procedure lets pass; what is not named here everyone who is in may call. */
const passages: readonly { readonly roles: readonly Role[]; readonly to: readonly string[] }[] = [
  {
    roles: ['组员', '组长'],
    to: 'finding.saveMany finding.copy finding.remove evidence.add evidence.save evidence.move evidence.remove document.sign'.split(
      ' ',
    ),
  },
  { roles: ['组员', '组长', '督办员'], to: ['visit.save', 'finding.save'] },
  {
    roles: ['组长'],
    to: 'document.compile document.save document.choose document.place document.freeze document.void document.passUnread'.split(
      ' ',
    ),
  },
  {
    roles: ['组长', '系统管理员'],
    to: 'campaign.loadPreset unit.join unit.separate person.join person.separate'.split(' '),
  },
  {
    roles: ['组员', '组长', '督办员', '系统管理员'],
    to: ['unit.save', 'person.save', 'undo.back', 'undo.forward', 'trash.restore', 'history.restore'],
  },
  {
    roles: ['组员', '组长', '督办员', '系统管理员'],
    to: 'sync.export sync.stage sync.accept sync.drop sync.withdraw sync.holdings'.split(' '),
  },
  {
    roles: ['督办员'],
    to: 'incoming.choose incoming.decline incoming.readmit incoming.undo incoming.restore incoming.declareLost'.split(
      ' ',
    ),
  },
  { roles: ['系统管理员'], to: 'revocation.revoke revocation.lift revocation.letIn'.split(' ') },
  {
    roles: ['系统管理员'],
    to: 'task.save enrolment.createAuthority enrolment.readRequest enrolment.answer team.leave team.handOver'.split(
      ' ',
    ),
  },
]
const guarded = passages.flatMap(({ to }) => to).toSorted()

function deniedTo(role: string): readonly string[] {
  const open = passages.flatMap((passage) => (passage.roles.some((one) => one === role) ? passage.to : []))
  return guarded.filter((path) => !open.includes(path))
}

/** The person of this workspace has just these roles in it from now on. */
async function give(machine: Headquarters, held: readonly Role[]): Promise<void> {
  const founder = { log: machine.log, person: machine.person, roles: [...held] }
  await workspaceOf(machine).store.write((tx) => writeSetting(tx, 'founder', founder))
}

describe('without a session', () => {
  test.each(procedures.filter(({ meta }) => meta.session))('$path refuses as locked', async ({ path }) => {
    const connection = leader.host.connect()
    expect(await kindOf(call(clientOf(connection), path))).toBe('workspace.locked')
    await connection.close()
  })
})

describe('the doors', () => {
  // A procedure built on the wrong door fails as a defect at its first call, whatever its input.
  test.each(procedures.filter(({ meta }) => meta.session))(
    '$path stands behind the one of its mark',
    async ({ path }) => {
      const failed = await call(headquarters.client, path).then(
        () => '',
        (error: unknown) => String(error),
      )
      expect(failed).not.toContain('another door')
    },
  )

  test.each(procedures.filter(({ meta }) => !meta.session))('$path is open and needs no session', async ({ path }) => {
    const connection = leader.host.connect()
    const failed = await call(clientOf(connection), path).then(
      () => '',
      (error: unknown) => String(error),
    )
    expect(failed).not.toMatch(/another door|workspace\.locked/)
    await connection.close()
  })
})

describe('roles', () => {
  const sessions = procedures.filter(({ meta }) => meta.session)

  test.each([...roles, '没有角色'] as const)('%s passes where the table says, and nowhere else', async (role) => {
    await give(headquarters, role === '没有角色' ? [] : [role])
    const before = await countChanges(headquarters)
    const denied: string[] = []
    for (const { path } of sessions) {
      const outcome = await call(headquarters.client, path).then(
        () => 'passed',
        (error: unknown) => kindOf(Promise.reject(error)),
      )
      if (outcome === 'permission.denied') denied.push(path)
    }
    expect(denied.toSorted()).toEqual(deniedTo(role))
    expect(await countChanges(headquarters)).toBe(before)
  })

  test('of a 组员: records findings, but compiles, freezes and voids no memo', async () => {
    await world.carry(member, leader)
    await world.carry(leader, member)
    const finding = await makeFinding(member, leadersVisit)
    expect((await member.client.workspace.current()).person.roles).toEqual(['组员'])
    expect(await kindOf(member.client.document.compile({ kind: '检查备忘录', about: leadersVisit }))).toBe(
      'permission.denied',
    )
    expect((await member.client.finding.get({ id: finding })).finding.number).toBe('B-001')
  })

  test('of a 组长 end at the laptop: she neither loads the roster of headquarters nor enrols', async () => {
    expect((await leader.client.workspace.current()).person.roles).toEqual(['组长'])
    const authority = { name: '假的证书机构', password: testPassword }
    expect(await kindOf(leader.client.enrolment.createAuthority(authority))).toBe('permission.denied')
  })

  test('of a 组员 do not grow when the workspace is copied to another machine', async () => {
    const copy = await world.reopen(member, { installation: '0197a000-0000-7000-8000-00000000cdef' })
    expect(copy.log).not.toBe(member.log)
    expect((await copy.client.workspace.current()).person.roles).toEqual(['组员'])
    await makeFinding(copy, leadersVisit)
    expect(await kindOf(copy.client.document.compile({ kind: '检查备忘录', about: leadersVisit }))).toBe(
      'permission.denied',
    )
  })
})
