import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from '../electron/crypto/hash.ts'
import { workspaceKeySize } from '../electron/crypto/keySlot.ts'
import type { NewKeyAlgorithm } from '../electron/crypto/keyPair.ts'
import type { ScryptCost } from '../electron/crypto/passwordBox.ts'
import { uuidV5 } from '../electron/crypto/uuid.ts'
import { createHost } from '../electron/services/createHost.ts'
import { enrol as enrolMachine, type TeamWish } from '../electron/services/demo/enrol.ts'
import { accept, receive, send, stage } from '../electron/services/demo/packages.ts'
import type { HostOptions } from '../electron/services/host/host.ts'
import { openMachine, startMachine, type Machine } from '../electron/services/machine.ts'
import type { JobResult } from '../electron/contract/job/jobKind.ts'
import { seededBytes } from './store/world.ts'

/**
 * Several computers in one test (decisions.md 36): each a host of its own with a workspace in a real encrypted folder, reached
 * through the same procedures as the window. One clock that stands still until a test moves it; ids from a seed; keys random.
 */
export type World = {
  readonly folder: string
  /** The stick: where files lie between the machines. */
  readonly stick: string
  readonly clock: Clock
  /** A team's laptop, 未登记 until enrolled. `role` is what headquarters will grant its person. */
  laptop(name: string, role: TeamRole, options?: Start): Promise<Laptop>
  /** A headquarters that has its authority and may enrol. */
  headquarters(name: string, options?: Start): Promise<Headquarters>
  /** Request, first code, answer, second code. */
  enrol(headquarters: Headquarters, laptop: Laptop, letter: string, team?: TeamWish): Promise<void>
  /** Writes the next package for the other machine onto the stick; gives the file. */
  send(from: Machine, to: { readonly log: string }): Promise<string>
  /** Checks a package without accepting it. */
  stage(at: Machine, file: string): Promise<JobResult<'sync.stage'>>
  /** Accepts a staged package. */
  accept(at: Machine, importId: string): Promise<void>
  /** Checks a package and accepts it. */
  receive(at: Machine, file: string): Promise<JobResult<'sync.stage'>>
  /** `send`, then `receive`. */
  carry(from: Machine, to: Machine): Promise<JobResult<'sync.stage'>>
  /** The same folder opened again by the program: after a stop, or by another installation. */
  reopen<M extends Machine>(machine: M, changes?: Partial<HostOptions>): Promise<M>
  /**
   * Keeps how everything lies on these machines, which are all of the world's and are closed for it. What comes back puts
   * it there again and gives the machines, opened anew: to prepare a world takes seconds.
   */
  keep<M extends readonly Machine[]>(...machines: M): Promise<() => Promise<M>>
  end(): Promise<void>
}

export type TeamRole = '组员' | '组长'
export type Laptop = Machine & { readonly role: TeamRole }
/** `ca`: the root certificate as PEM, as `--ca` takes it. */
export type Headquarters = Machine & { readonly ca: string }
export type Clock = { now: number; step(milliseconds?: number): void }
export type Start = { readonly drill?: boolean; readonly loopback?: boolean; readonly unit?: string }

/** One for every lock in a test; it protects nothing. */
export const testPassword = '试验-纸上谈兵-七十二'

/** What one guess of a password costs in tests; written into the slots and keys, so that nothing else need know. */
export const cheapCost: ScryptCost = { n: 2 ** 4, r: 8, p: 1 }

/** `newKeys`: P-256, which are made at once; RSA-3072, as people get them, where a test is about the whole line. */
export type WorldOptions = {
  readonly seed?: string
  readonly startsAt?: string
  readonly scryptCost?: ScryptCost
  readonly newKeys?: NewKeyAlgorithm
}

export async function createWorld({
  seed = 'world',
  startsAt = '2026-11-22T01:00:00.000Z',
  scryptCost = cheapCost,
  newKeys = 'p-256',
}: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-world-'))
  const stick = join(folder, 'stick')
  const keptFolder = `${folder}-kept`
  const clock = createClock(startsAt)
  const machines = new Set<Machine>()

  function optionsFor(name: string, { loopback = true }: Start): HostOptions {
    return {
      dataFolder: join(folder, name),
      resourceFolder: join(import.meta.dirname, '..', 'resources'),
      now: () => clock.now,
      random: seededButForKeys(`${seed} ${name}`),
      scryptCost,
      codeCost: cheapCost,
      newKeys,
      programVersion: '0.1.0',
      installation: uuidV5(installations, name),
      loopback,
    }
  }

  async function start(name: string, kind: 'team' | 'headquarters', wish: Start): Promise<Machine> {
    const { drill = false, unit = kind === 'team' ? '第一检查组' : name } = wish
    const machine = await startMachine(optionsFor(name, wish), 'workspace', {
      kind,
      name,
      drill,
      person: `${name}甲`,
      unit,
      post: '主任科员',
      password: testPassword,
    })
    machines.add(machine)
    return machine
  }

  async function closeAll(): Promise<void> {
    for (const machine of machines) await machine.close()
    machines.clear()
  }

  async function open<M extends Machine>(machine: M, changes: Partial<HostOptions> = {}): Promise<M> {
    const opened = await openMachine(createHost({ ...machine.host, ...changes }), machine.folder, testPassword)
    machines.add(opened)
    return { ...machine, ...opened }
  }

  async function receiveAt(at: Machine, file: string): Promise<JobResult<'sync.stage'>> {
    clock.step()
    return receive(at, file)
  }

  async function sendTo(from: Machine, to: { readonly log: string }): Promise<string> {
    clock.step()
    return (await send(from, to.log, stick)).file
  }

  return {
    folder,
    stick,
    clock,
    async laptop(name, role, options = {}) {
      return { ...(await start(name, 'team', options)), role }
    },
    async headquarters(name, options = {}) {
      const machine = await start(name, 'headquarters', options)
      // A host beyond loopback must not make an authority; a test of that refusal starts without one.
      if (options.loopback === false) return { ...machine, ca: '' }
      const { ca } = await machine.client.enrolment.createAuthority({ name: `${name}证书机构`, password: testPassword })
      return { ...machine, ca }
    },
    async enrol(headquarters, laptop, letter, team) {
      clock.step()
      const { role } = laptop
      await enrolMachine(headquarters, laptop, { letter, role, team, authorityPassword: testPassword, stick })
    },
    send: sendTo,
    stage(at, file) {
      clock.step()
      return stage(at, file)
    },
    accept: (at, importId) => accept(at, importId),
    receive: receiveAt,
    async carry(from, to) {
      return receiveAt(to, await sendTo(from, to))
    },
    async reopen(machine, changes) {
      await machine.close()
      machines.delete(machine)
      return open(machine, changes)
    },
    async keep(...kept) {
      const then = clock.now
      await closeAll()
      await cp(folder, keptFolder, { recursive: true })
      return async () => {
        await closeAll()
        await rm(folder, { recursive: true })
        await cp(keptFolder, folder, { recursive: true })
        clock.now = then
        const opened: Machine[] = []
        for (const machine of kept) opened.push(await open(machine))
        return opened as object as typeof kept
      }
    },
    async end() {
      await closeAll()
      for (const one of [folder, keptFolder]) await rm(one, { recursive: true, force: true })
    },
  }
}

/** A namespace of its own: what installation a machine of a test is follows from its name. */
const installations = '5d3c1f5e-6f0c-4a52-9d0e-2a9a4c1c7b10'

function createClock(startsAt: string): Clock {
  return {
    now: Date.parse(startsAt),
    step(milliseconds = 1000) {
      this.now += milliseconds
    },
  }
}

/** Ids and salts repeat from run to run; the workspace key, like every key, does not. */
function seededButForKeys(seed: string): (count: number) => Uint8Array {
  const seeded = seededBytes(seed)
  return (count) => (count === workspaceKeySize ? randomBytes(count) : seeded(count))
}
