import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { JobResult } from '../../electron/contract/job/jobKind.ts'
import { handleOf, type Machine } from '../../electron/services/machine.ts'
import { copyDatabase } from '../../electron/store/database/connection.ts'
import { say, tell } from './figure.ts'
import { inspection } from './inspection.ts'
import { connectBare, openAgain } from './machines.ts'
import { milliseconds, peakMemory, quantile, timed } from './timing.ts'
import { watchThread } from './threadWatch.ts'
import { timeUpgrade } from './upgrade.ts'

/**
 * Headquarters imports a package of 100,000 findings and their visits. Bare prepared inserts of the same log rows, table
 * rows and tokens run in another process, one half before the import and one half behind it, because a busy machine slows
 * both. Meanwhile someone reads a list and saves.
 */
const [folder = '.'] = process.argv.slice(2)

say('100,000 findings and their package')
const { file, log } = await preparePackage()
const headquarters = await openAgain(folder, inspection.headquarters)
const bare = await startBare(headquarters)
const half = inspection.findings / 2

say('bare inserts, first half')
const before = await bareInserts(1, half)

say('stage and verify')
const memoryAtStart = peakMemory()
let importId = ''
const staging = await timed(async () => {
  const started = await headquarters.client.sync.stage({ handle: await handleOf(headquarters, file) })
  for await (const view of await headquarters.client.job.watch({ id: started.job })) {
    if (view.problem !== null) throw new Error(`staging ended with ${view.problem.kind}`)
    if (view.state === 'done') importId = (view.result as JobResult<'sync.stage'>).import
  }
})

say('accept and apply')
const accepted = await applyWhileWorking(headquarters, importId)
const { memory } = accepted
await headquarters.close()

say('bare inserts, second half')
const after = await bareInserts(half + 1, 2 * half)
bare.disconnect()

say('apply the same after an upgrade')
const upgrading = await timeUpgrade(headquarters.folder, log)

const changes = await changeCount()
const bareRate = ((before.rows + after.rows) * 1000) / (before.milliseconds + after.milliseconds)
const rate = (changes * 1000) / accepted.applying
const perSecond = (count: number) => `${Math.round(count)} changes per s`
tell({
  what: `applying ${changes} changes`,
  measured: rate / bareRate,
  unit: '×',
  limit: { least: 0.5 },
  numbers: `${perSecond(rate)}, ${perSecond(bareRate)} bare`,
})
tell({
  what: 'applying them after an upgrade',
  measured: (changes * 1000) / upgrading / bareRate,
  unit: '×',
  limit: { least: 0.5 },
  numbers: perSecond((changes * 1000) / upgrading),
})
tell({
  what: 'peak memory of the process',
  measured: memory,
  unit: 'MB',
  limit: { most: 320 },
  numbers: `${Math.round(memoryAtStart)} MB before, V8's heap up to ${Math.round(accepted.heap)} MB while applying`,
})
const { thread } = accepted
tell({
  what: 'longest time the thread was held while applying',
  measured: thread.longest.wall,
  unit: 'ms',
  limit: { most: 100 },
  numbers: `${milliseconds(thread.longest.cpu)} of processor time at most`,
})
tell({
  what: 'the same at the 99th percentile',
  measured: thread.p99,
  unit: 'ms',
  limit: { most: 50 },
  numbers: 'of all times between two turns of the event loop',
})
for (const [what, latencies] of [
  ['a list read meanwhile', accepted.reads],
  ['a save meanwhile', accepted.saves],
] as const) {
  tell({
    what: `${what}, p99`,
    measured: quantile(latencies, 0.99),
    unit: 'ms',
    numbers: `longest ${milliseconds(Math.max(...latencies))}, median ${milliseconds(quantile(latencies, 0.5))} of ${latencies.length}`,
  })
}
tell({
  what: 'staging and verifying',
  measured: (changes * 1000) / staging,
  unit: 'per s',
  numbers: `${milliseconds(staging)} for ${changes} changes, with the preview`,
})
tell({
  what: 'planning again at acceptance',
  measured: (changes * 1000) / accepted.planning,
  unit: 'per s',
  numbers: milliseconds(accepted.planning),
})

async function preparePackage(): Promise<{ readonly file: string; readonly log: string }> {
  const child = fork(join(import.meta.dirname, 'prepareImport.child.ts'), [folder], { stdio: ['ignore', 2, 2, 'ipc'] })
  const [[prepared]] = await Promise.all([once(child, 'message'), once(child, 'exit')])
  return prepared as { readonly file: string; readonly log: string }
}

async function startBare({ folder: workspace }: Machine): Promise<ChildProcess> {
  const copy = join(folder, 'import-bare.db')
  const connection = await connectBare(workspace)
  copyDatabase(connection, copy)
  connection.raw.close()
  const team = join(folder, inspection.team, 'workspace')
  const child = fork(join(import.meta.dirname, 'bareImport.child.ts'), [team, workspace, copy, log], {
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  await once(child, 'message')
  return child
}

async function bareInserts(from: number, to: number) {
  bare.send({ from, to })
  const [told] = await once(bare, 'message')
  return told as { readonly milliseconds: number; readonly rows: number }
}

async function changeCount(): Promise<number> {
  const { raw } = await connectBare(join(folder, inspection.headquarters, 'workspace'))
  const count = raw.prepare<[string], number>('select count(*) from change where log = ?').pluck().get(log) ?? 0
  raw.close()
  return count
}

/** Accepts, while a list is read and a unit saved ten times a second. */
async function applyWhileWorking(machine: Machine, id: string) {
  const { client } = machine
  const started = performance.now()
  let writing = 0
  const reads: number[] = []
  const saves: number[] = []
  let over = false
  let heap = 0
  async function someoneWorks(): Promise<void> {
    for (let turn = 1; !over; turn += 1) {
      heap = Math.max(heap, process.memoryUsage().heapTotal / 1e6)
      reads.push(await timed(() => client.finding.list({ limit: 50 })))
      saves.push(await timed(() => client.unit.save({ set: { name: `新单位${turn}`, code: String(turn) } })))
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const { job } = await client.sync.accept({ import: id })
  let working: Promise<void> | undefined
  let thread: ReturnType<typeof watchThread> | undefined
  for await (const view of await client.job.watch({ id: job })) {
    if (view.problem !== null) throw new Error(`the import ended with ${view.problem.kind}`)
    if (view.note === '写入' && writing === 0) {
      writing = performance.now()
      thread = watchThread()
      working = someoneWorks()
    }
  }
  const ended = performance.now()
  over = true
  await working
  if (thread === undefined) throw new Error('the import told of no writing')
  return {
    planning: writing - started,
    applying: ended - writing,
    thread: thread.stop(),
    reads,
    saves,
    memory: peakMemory(),
    heap,
  }
}
