import { open, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { workspaceOf } from '../../../electron/services/machine.ts'
import { makeFinding, makeVisit, takeIn } from '../../services/inspection.ts'
import { createWorld } from '../../world.ts'

/**
 * One large file the whole way: taken in on a laptop, written into a package, staged and accepted at headquarters, read by
 * range. Argument: its size in bytes. Prints after each step how long it took and the most memory this process has held.
 */
const size = Number(process.argv[2])
const world = await createWorld({ seed: 'large' })
try {
  const headquarters = await world.headquarters('省局')
  const laptop = await world.laptop('甲', '组长')
  await world.enrol(headquarters, laptop, 'A')
  const finding = await makeFinding(laptop, await makeVisit(laptop))
  const film = join(world.folder, 'film.mp4')
  await makeFilm(film)
  await step('begun', async () => undefined)

  const [taken] = await step('taken in', () => takeIn(laptop, finding, [film]))
  const file = await step('written into a package', () => world.send(laptop, headquarters))
  const preview = await step('staged', () => world.stage(headquarters, file))
  await step('accepted', () => world.accept(headquarters, preview.import))
  await step('read by range', async () => {
    const [row] = await headquarters.client.evidence.list({ finding })
    if (row === undefined || row.id !== taken?.evidence) throw new Error('the film did not arrive')
    const { ticket } = await headquarters.client.evidence.ticket({ id: row.id, form: 'original' })
    const offered = headquarters.host.files.redeem(ticket)
    if (offered?.size !== size) throw new Error('the film has another size')
    for (const { at, bytes } of marks()) {
      const read = await buffer(await offered.open(at, at + bytes.length - 1))
      if (!read.equals(bytes)) throw new Error(`the film differs at ${at}`)
    }
  })
  await step('verified whole', async () => {
    const { store } = workspaceOf(headquarters)
    const [row] = await headquarters.client.evidence.list({ finding })
    if (!(await store.blobs.verify(row?.content ?? ''))) throw new Error('the film is damaged')
  })
} finally {
  await world.end()
}

/** A sparse file with a few marks in it: at the beginning, across a chunk's border, in the middle, at the end. */
async function makeFilm(path: string): Promise<void> {
  const handle = await open(path, 'w')
  for (const { at, bytes } of marks()) await handle.write(bytes, 0, bytes.length, at)
  await handle.close()
  await truncate(path, size)
}

function marks(): readonly { readonly at: number; readonly bytes: Buffer }[] {
  const places = [0, 65_530, Math.floor(size / 2) - 7, size - 20]
  return places.map((at) => ({ at, bytes: Buffer.from(`mark at ${at}`.padEnd(20)) }))
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  const seconds = Math.round((performance.now() - started) / 100) / 10
  process.stdout.write(`${JSON.stringify({ step: name, seconds, peakMegabytes: await peakMegabytes() })}\n`)
  return result
}

/** The kernel's own high-water mark; elsewhere than on Linux what Node counts. */
async function peakMegabytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1]
  return Math.round((kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) / 1024)
}
