import { selectLines } from '../../electron/store/exporting.ts'
import { planImport } from '../../electron/store/importing.ts'
import { rebuildTables } from '../../electron/store/rebuild.ts'
import { accept, createReplica, createWorld, enrol, pack, stage } from './world.ts'

/** Saves and imports per second on this machine: `node test/store/speed.bench.ts [changes]`. */
const wanted = Number(process.argv[2] ?? 20_000)

const world = createWorld()
const headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'])
const team = await createReplica(world, 'team')
await enrol(world, headquarters, team, { letter: 'A' })

function report(what: string, count: number, milliseconds: number): void {
  const rate = Math.round((count * 1000) / milliseconds)
  process.stdout.write(`${what}: ${count} in ${Math.round(milliseconds)} ms, ${rate} per second\n`)
}

async function measure(what: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now()
  await work()
  report(what, count, performance.now() - started)
}

const visit = world.newId()
await team.write([{ entity: 'visit', id: visit, set: { ordinal: 1 } }])
const fact = '经查，该单位办税服务厅个别人员为税不廉，接受纳税人礼品，造成不良影响。'.repeat(3)
const findings: string[] = []
await measure('single saves (new findings)', 500, async () => {
  for (let place = 0; place < 500; place += 1) {
    const id = world.newId()
    findings.push(id)
    await team.write([{ entity: 'finding', id, parent: visit, set: { ordinal: place + 1, title: '为税不廉', fact } }])
  }
})
await measure('single saves (edits)', 500, async () => {
  for (const id of findings) await team.write([{ entity: 'finding', id, set: { severity: 3, place: '大厅' } }])
})
const rest = wanted - 1001
await measure('changes in operations of 500', rest, async () => {
  for (let start = 0; start < rest; start += 500) {
    await team.write(
      Array.from({ length: Math.min(500, rest - start) }, (_, place) => ({
        entity: 'finding' as const,
        id: world.newId(),
        parent: visit,
        set: { ordinal: start + place + 501, title: '为税不廉', fact },
      })),
    )
  }
})
const parcel = await pack(world, team, [{ log: team.log }])
let id = ''
await measure('lines read for a package', wanted, () =>
  team.store.read(async (tx) => {
    for await (const _ of selectLines(tx, [{ log: team.log, from: 1, to: wanted, bodiesFrom: 1 }]));
  }),
)
await measure('lines staged and verified', wanted, async () => {
  id = await stage(world, headquarters, parcel, 500)
})
await measure('changes planned', wanted, () => planImport(headquarters.store, id))
let longest = 0
let last = performance.now()
const timer = setInterval(() => {
  longest = Math.max(longest, performance.now() - last)
  last = performance.now()
}, 1)
await measure('changes applied', wanted, () => accept(world, headquarters, id))
clearInterval(timer)
process.stdout.write(`longest time the thread was held while applying: ${Math.round(longest)} ms\n`)
await measure('changes rebuilt', wanted, () => rebuildTables(headquarters.store))
await world.end()
