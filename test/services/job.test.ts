import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobView } from '../../electron/contract/job/job.ts'
import { Problem } from '../../electron/contract/problem/problem.ts'
import {
  createJobRunner,
  type JobOrder,
  type JobReport,
  type JobRunner,
} from '../../electron/services/job/jobRunner.ts'
import { listJobs } from '../../electron/store/local/localJob.ts'
import { openStore, type Store } from '../../electron/store/store.ts'

const workspaceKey = new Uint8Array(32).fill(7)

let folder: string
let store: Store
let clock: number
let jobs: JobRunner
let defects: unknown[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-job-'))
  store = await openStore({ folder, workspaceKey, create: true })
  clock = Date.parse('2026-11-22T07:20:00.000Z')
  defects = []
  jobs = newRunner()
})
afterEach(async () => {
  await jobs.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

function newRunner(): JobRunner {
  let drawn = 0
  return createJobRunner({
    now: () => (clock += 1000),
    random: (count) => Uint8Array.from({ length: count }, () => (drawn += 1) % 251),
    reportDefect: (_, error) => defects.push(error),
  })
}
const workspace = () => ({ id: 'w1', store })
const nothing = async (): Promise<void> => undefined
const order = (run: JobOrder['run'], given: Partial<JobOrder> = {}): JobOrder => ({
  kind: 'evidence.add',
  input: { finding: 'f1', files: ['/media/a.jpg'] },
  workspace: workspace(),
  access: 'write',
  run,
  ...given,
})
const rows = async () =>
  (await store.read((tx) => listJobs(tx))).map(({ kind, state, note }) => ({ kind, state, note }))

/** Work that a test holds and lets go. */
function held() {
  const begun = Promise.withResolvers<JobReport>()
  const gate = Promise.withResolvers<unknown>()
  const run = async (report: JobReport): Promise<unknown> => {
    begun.resolve(report)
    report.signal.addEventListener('abort', () => gate.reject(report.signal.reason))
    return gate.promise
  }
  return { run, begun: begun.promise, finish: gate.resolve, fail: gate.reject }
}

describe('a job', () => {
  test('ends with its result, on record with its last progress', async () => {
    const id = await jobs.start(
      order(async ({ progress }) => {
        progress(1, 2, '第 1 个，共 2 个')
        progress(2, 2, '完成')
        return { taken: 2 }
      }),
    )
    const view = await jobs.ended(id, workspace())
    const expected = {
      id,
      kind: 'evidence.add',
      about: 'f1',
      state: 'done',
      done: 2,
      total: 2,
      note: '完成',
      result: { taken: 2 },
      problem: null,
    }
    expect(view).toEqual(expected)
    expect(await jobs.list(workspace())).toEqual([expected])
    expect(await rows()).toEqual([{ kind: 'evidence.add', state: 'done', note: '完成' }])
  })

  test('a Problem is told with its kind and details', async () => {
    const id = await jobs.start(order(() => Promise.reject(new Problem('password.weak', { minimum: 10 }))))
    expect(await jobs.ended(id, workspace())).toMatchObject({
      state: 'failed',
      problem: { kind: 'password.weak', details: { minimum: 10 } },
    })
    expect(defects).toEqual([])
  })

  test('a defect is told by a number only, and reported', async () => {
    const error = new Error('text of a finding')
    const id = await jobs.start(order(() => Promise.reject(error)))
    const view = await jobs.ended(id, workspace())
    expect(view.problem).toEqual({
      kind: 'program.defect',
      details: { incident: expect.stringMatching(/^[0-9A-F]{8}$/) },
    })
    expect(JSON.stringify(view)).not.toContain('finding')
    expect(defects).toEqual([error])
  })

  test('progress after the end changes nothing', async () => {
    let late: JobReport | undefined
    const id = await jobs.start(order(async (report) => void (late = report)))
    await jobs.ended(id, workspace())
    late?.progress(9, 9, '迟到')
    expect(await jobs.list(workspace())).toMatchObject([{ state: 'done', note: '' }])
  })

  test('what follows its end is called when it no longer counts as busy', async () => {
    const busy: boolean[] = []
    const onEnd = async (): Promise<void> => void busy.push(jobs.isBusy('w1'))
    const { run, begun, finish } = held()
    await jobs.start(order(run, { onEnd }))
    await begun
    busy.push(jobs.isBusy('w1'), jobs.isBusy('w2'))
    finish(null)
    await jobs.close()
    expect(busy).toEqual([true, false, false])
  })

  test('a disk that is full at the end still tells the result and keeps the job in view', async () => {
    const { run, begun, finish } = held()
    let broken = false
    const failing: Store = {
      ...store,
      write: (work) => (broken ? Promise.reject(new Problem('disk.full', {})) : store.write(work)),
    }
    const id = await jobs.start(order(run, { workspace: { id: 'w1', store: failing } }))
    await begun
    broken = true
    finish('done')
    expect(await jobs.ended(id, workspace())).toMatchObject({ state: 'done', result: 'done' })
    expect(await jobs.list(workspace())).toMatchObject([{ state: 'done' }])
    expect(defects).toMatchObject([{ kind: 'disk.full' }])
  })
})

describe('watching', () => {
  async function all(views: AsyncIterable<JobView>): Promise<string[]> {
    const seen: string[] = []
    for await (const view of views) seen.push(`${view.state} ${view.done}`)
    return seen
  }

  test('shows the state now and at the end, and then ends', async () => {
    const { run, begun, finish } = held()
    const id = await jobs.start(order(run))
    const report = await begun
    const watched = all(await jobs.watch(id, workspace()))
    report.progress(1, 3, '')
    report.progress(2, 3, '')
    finish(null)
    const seen = await watched
    expect(seen[0]).toBe('running 0')
    expect(seen.at(-1)).toBe('done 2')
    expect(await all(await jobs.watch(id, workspace()))).toEqual(['done 2'])
  })

  test('losing the watcher changes nothing', async () => {
    const { run, begun, finish } = held()
    const id = await jobs.start(order(run))
    await begun
    const lost = await jobs.watch(id, workspace())
    await lost.next()
    await lost.return()
    finish('all the same')
    expect(await jobs.ended(id, workspace())).toMatchObject({ state: 'done', result: 'all the same' })
  })

  test('a job of another workspace, or of a locked one, is not found', async () => {
    const { run, begun, finish } = held()
    const id = await jobs.start(order(run))
    await begun
    const elsewhere = await mkdtemp(join(tmpdir(), 'mingcha-job-other-'))
    const other = await openStore({ folder: elsewhere, workspaceKey, create: true })
    for (const viewer of [undefined, { id: 'w2', store: other }]) {
      await expect(jobs.watch(id, viewer)).rejects.toMatchObject({ kind: 'record.notFound' })
      await expect(jobs.ended(id, viewer)).rejects.toMatchObject({ kind: 'record.notFound' })
      await expect(jobs.cancel(id, viewer)).rejects.toMatchObject({ kind: 'record.notFound' })
      expect(await jobs.list(viewer)).toEqual([])
    }
    finish(null)
    expect(await jobs.ended(id, workspace())).toMatchObject({ state: 'done' })
    await other.close()
    await rm(elsewhere, { recursive: true })
  })

  test('a job before any workspace is seen by everyone and lives in memory', async () => {
    const id = await jobs.start(order(async () => '演练', { kind: 'workspace.openDemo', workspace: undefined }))
    expect(await jobs.ended(id, undefined)).toMatchObject({ state: 'done', result: '演练' })
    expect(await jobs.list(workspace())).toMatchObject([{ id }])
    expect(await rows()).toEqual([])
  })
})

describe('cancelling', () => {
  test('a running job stops where it minds the signal', async () => {
    const { run, begun } = held()
    const id = await jobs.start(order(run))
    await begun
    await jobs.cancel(id, workspace())
    expect(await jobs.ended(id, workspace())).toMatchObject({ state: 'cancelled', problem: null })
    expect(await rows()).toMatchObject([{ state: 'cancelled' }])
    await jobs.cancel(id, workspace())
    expect(await rows()).toMatchObject([{ state: 'cancelled' }])
  })

  test('one that waits for its turn ends at once and never begins', async () => {
    const first = held()
    let begun = false
    await jobs.start(order(first.run))
    await first.begun
    const waiting = await jobs.start(order(async () => void (begun = true)))
    await jobs.cancel(waiting, workspace())
    expect(await jobs.ended(waiting, workspace())).toMatchObject({ state: 'cancelled' })
    first.finish(null)
    await jobs.close()
    expect(begun).toBe(false)
  })

  test('one that was done before it noticed is done', async () => {
    const { run, begun, finish } = held()
    const id = await jobs.start(order((report) => run({ ...report, signal: new AbortController().signal })))
    await begun
    await jobs.cancel(id, workspace())
    finish('finished')
    expect(await jobs.ended(id, workspace())).toMatchObject({ state: 'done', result: 'finished' })
  })

  test('another failure on the way is told as what it is', async () => {
    const { run, begun, fail } = held()
    const id = await jobs.start(order((report) => run({ ...report, signal: new AbortController().signal })))
    await begun
    await jobs.cancel(id, workspace())
    fail(new Problem('disk.full', {}))
    expect(await jobs.ended(id, workspace())).toMatchObject({ state: 'failed', problem: { kind: 'disk.full' } })
  })
})

describe('turns', () => {
  test('writers of a workspace run one after another, in the order of their starts', async () => {
    const steps: string[] = []
    const work = (name: string) => async () => {
      steps.push(`${name} begins`)
      await new Promise(setImmediate)
      steps.push(`${name} ends`)
    }
    for (const name of ['first', 'second', 'third']) await jobs.start(order(work(name)))
    await Promise.all((await jobs.list(workspace())).map(({ id }) => jobs.ended(id, workspace())))
    expect(steps).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]))
  })

  test('a failed writer does not stop the next', async () => {
    await jobs.start(order(() => Promise.reject(new Problem('disk.full', {}))))
    const id = await jobs.start(order(async () => 'went on'))
    expect(await jobs.ended(id, workspace())).toMatchObject({ result: 'went on' })
  })

  test('readers and other workspaces do not wait', async () => {
    const { run, begun, finish } = held()
    const writer = await jobs.start(order(run))
    await begun
    const reader = await jobs.start(order(async () => 'read', { access: 'read' }))
    const demo = await jobs.start(order(async () => 'demo', { workspace: undefined }))
    expect(await jobs.ended(reader, workspace())).toMatchObject({ state: 'done' })
    expect(await jobs.ended(demo, undefined)).toMatchObject({ state: 'done' })
    finish(null)
    expect(await jobs.ended(writer, workspace())).toMatchObject({ state: 'done' })
  })
})

describe('the end of the program', () => {
  test('stops all jobs; at the next unlock those of no known kind are interrupted', async () => {
    const { run, begun } = held()
    const running = await jobs.start(order(run))
    await begun
    const waiting = await jobs.start(order(async () => 'never'))
    const told = [running, waiting].map((id) => jobs.ended(id, workspace()))
    await jobs.close()
    expect((await Promise.all(told)).map(({ problem }) => problem?.kind)).toEqual(['job.stopped', 'job.stopped'])
    expect(await rows()).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }])
    await expect(jobs.start(order(async () => null))).rejects.toMatchObject({ kind: 'workspace.locked' })
    jobs = newRunner()
    await jobs.recover(workspace(), new Map(), nothing)
    for (const id of [running, waiting]) {
      expect(await jobs.ended(id, workspace())).toMatchObject({ state: 'failed', problem: { kind: 'job.interrupted' } })
    }
  })

  test('a kind that can is taken up again under its id with its input', async () => {
    const { run, begun } = held()
    const id = await jobs.start(order(run))
    await begun
    await jobs.close()
    jobs = newRunner()
    const again = { access: 'write', workOf: (input: unknown) => async () => ({ again: input }) } as const
    await jobs.recover(workspace(), new Map([['evidence.add', again]]), nothing)
    expect([id, 'another'].map((one) => jobs.wasResumed(one))).toEqual([true, false])
    expect(await jobs.ended(id, workspace())).toMatchObject({
      state: 'done',
      result: { again: { files: ['/media/a.jpg'] } },
    })
  })

  test('a recovery that fails begins nothing, and the next one takes all of it up', async () => {
    const { run, begun } = held()
    const id = await jobs.start(order(run))
    await begun
    await jobs.close()
    jobs = newRunner()
    let begunAgain = 0
    const again = { access: 'write', workOf: () => async () => (begunAgain += 1) } as const
    const resumers = new Map([['evidence.add', again]])
    const full: Store = { ...store, write: () => Promise.reject(new Problem('disk.full', {})) }
    await expect(jobs.recover({ id: 'w1', store: full }, resumers, nothing)).rejects.toMatchObject({
      kind: 'disk.full',
    })
    expect(begunAgain).toBe(0)
    await jobs.recover(workspace(), resumers, nothing)
    expect(await jobs.ended(id, workspace())).toMatchObject({ state: 'done', result: 1 })
  })

  test('kill -9 during a job leaves it interrupted, and what it had saved is there', async () => {
    await store.close()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'child', 'killedJob.ts'), folder])
    const [id] = (await once(child.stdout, 'data')) as [Buffer]
    child.kill('SIGKILL')
    await once(child, 'exit')
    store = await openStore({ folder, workspaceKey })
    expect(await rows()).toMatchObject([{ kind: 'evidence.add', state: 'running' }])
    await jobs.recover(workspace(), new Map(), nothing)
    expect(await jobs.ended(id.toString().trim(), workspace())).toMatchObject({
      state: 'failed',
      problem: { kind: 'job.interrupted' },
    })
  })

  test('recovering leaves jobs alone that run in this very process', async () => {
    const { run, begun, finish } = held()
    const id = await jobs.start(order(run))
    await begun
    await jobs.recover(workspace(), new Map(), nothing)
    finish('undisturbed')
    expect(await jobs.ended(id, workspace())).toMatchObject({ state: 'done', result: 'undisturbed' })
  })
})
