import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { scryptCost } from '../../electron/crypto/passwordBox.ts'
import { router } from '../../electron/services/router.ts'
import { startWebHost } from '../../electron/web/webHost.ts'
import { launchBrowser } from '../browser/browser.ts'
import { buildWindow, computer, hostOn } from '../browser/window.ts'
import { say, tell } from './figure.ts'
import { median } from './timing.ts'
import { installClock } from './window/clock.ts'
import { openWorkspace, lookThroughFindings, type Part, type Seen } from './window/use.ts'
import { layWorkspace } from './window/workspace.ts'

/**
 * The window in a real Chromium, on a workspace with 100,000 findings and, in turn with it, on one with 100: what
 * both take longer for is the machine's.
 */
const rounds = 3
const many = 100_000
const few = 100

type Loaded = { readonly name: string; readonly size: number; readonly compressed: number }

const [browser, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
const large = await serve(many)
const small = await serve(few)
const seen = { large: new Map<Part, Seen[]>(), small: new Map<Part, Seen[]>() }
for (let round = 1; round <= rounds; round += 1) {
  say(`window, round ${round} of ${rounds}`)
  for (const one of await runRound(small.address())) keep(seen.small, one)
  for (const one of await runRound(large.address())) keep(seen.large, one)
}
await browser.close()
await small.close()
await large.close()
await tellStart()
tellList()
tellScrolling()

async function serve(findings: number) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'mingcha-bench-'))
  await layWorkspace(findings, dataFolder)
  const host = hostOn(dataFolder, { scryptCost: scryptCost.standard })
  const webs: Awaited<ReturnType<typeof startWebHost>>[] = []
  return { address: startAgain, close }

  /** A host that has just become ready, with an address that works once. */
  async function startAgain(): Promise<string> {
    await webs.at(-1)?.close()
    const web = await startWebHost({ host, router, rendererFolder, port: 0 })
    webs.push(web)
    return web.address
  }
  async function close(): Promise<void> {
    await webs.at(-1)?.close()
    await host.close()
    await rm(dataFolder, { recursive: true })
  }
}

/** A browser that has never seen this address: nothing is cached. */
async function runRound(ready: Promise<string>): Promise<readonly Seen[]> {
  const address = await ready
  const context = await browser.newContext(computer)
  await installClock(context)
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  const opened = await openWorkspace(page, address)
  const used = await lookThroughFindings(page)
  await context.close()
  return [...opened, ...used]
}

/** The built files that the page asked for until its password field stood. */
async function filesBefore({ requests }: Seen): Promise<readonly Loaded[]> {
  const names = new Set(requests.map(({ path }) => path).filter((path) => path.startsWith('/assets/')))
  return Promise.all(
    [...names].map(async (name) => {
      const content = await readFile(join(rendererFolder, name))
      return { name, size: content.length, compressed: gzipSync(content).length }
    }),
  )
}

function keep(into: Map<Part, Seen[]>, one: Seen): void {
  into.set(one.part, [...(into.get(one.part) ?? []), one])
}

async function tellStart(): Promise<void> {
  const first = shownIn(seen.large, 'first page')
  tell({
    what: 'first screen usable after the host is ready',
    measured: median(first),
    unit: 'ms',
    limit: { most: 1000 },
    numbers: `${spread(first)}; with ${few} findings ${spread(shownIn(seen.small, 'first page'))}`,
  })
  for (const part of ['opened', 'reloaded'] as const) {
    tell({
      what: part === 'opened' ? '工作台 after the password (its derivation included)' : '工作台 after a reload',
      measured: median(shownIn(seen.large, part)),
      unit: 'ms',
      numbers: compared(part),
    })
  }
  const [firstPage] = partsIn(seen.large, 'first page')
  const loaded = firstPage === undefined ? [] : await filesBefore(firstPage)
  const code = loaded.filter(({ name }) => /\.(js|css)$/.test(name))
  const fonts = loaded.filter(({ name }) => /\.woff2?$/.test(name))
  tell({
    what: 'script and style before the first screen, gzip',
    measured: sum(code.map(({ compressed }) => compressed)) / 1000,
    unit: 'KB',
    limit: { most: 500 },
    numbers: `${code.length} files, ${kilobytes(code.map(({ size }) => size))} unpacked; fonts apart: ${fontText(fonts)}`,
  })
}

function tellList(): void {
  tell({
    what: 'first rows of 100,000 findings',
    measured: median(shownIn(seen.large, 'first rows')),
    unit: 'ms',
    limit: { most: 200 },
    numbers: compared('first rows'),
  })
  const parts = {
    'rows again': 'rows again, back from another screen',
    'last row': 'the last row, by the End key',
    'rare search': 'two characters typed to rows (礼品, one in five; 250 ms of it wait)',
    'common search': 'two characters typed to rows (窗口, in every second)',
    filter: 'a filter chosen to rows',
    record: 'a record opened beside the list',
  } as const
  for (const [part, what] of Object.entries(parts) as [keyof typeof parts, string][]) {
    tell({ what, measured: median(shownIn(seen.large, part)), unit: 'ms', numbers: compared(part) })
  }
}

/** The limit speaks of the window's own work, so of processor time; by the clock the neighbours' work is in it. */
function tellScrolling(): void {
  const parts = {
    wheel: 'by the wheel through 3,000 rows',
    scrollbar: 'by the scrollbar from end to end',
    keys: 'by PageDown, a record opened each time',
  } as const
  for (const [part, what] of Object.entries(parts) as [keyof typeof parts, string][]) {
    const busiest = busiestIn(seen.large, part)
    tell({
      what: `longest task, ${what}`,
      measured: Math.max(...busiest),
      unit: 'ms',
      limit: { most: 100 },
      numbers: `processor time, rounds ${busiest.map(Math.round).join(' ')}; by the clock ${clockOf(seen.large, part)}; with ${few} findings ${busiestIn(seen.small, part).map(Math.round).join(' ')}, by the clock ${clockOf(seen.small, part)}`,
    })
  }
}

function partsIn(of: ReadonlyMap<Part, readonly Seen[]>, part: Part): readonly Seen[] {
  return of.get(part) ?? []
}

function shownIn(of: ReadonlyMap<Part, readonly Seen[]>, part: Part): readonly number[] {
  return partsIn(of, part).map(({ shown }) => shown)
}

function busiestIn(of: ReadonlyMap<Part, readonly Seen[]>, part: Part): readonly number[] {
  return partsIn(of, part).map(({ busiest = 0 }) => busiest)
}

function clockOf(of: ReadonlyMap<Part, readonly Seen[]>, part: Part): string {
  return partsIn(of, part)
    .map(({ longestTask }) => Math.round(longestTask))
    .join(' ')
}

/** The rounds, how many times as long as with few findings, and what the host took of it. */
function compared(part: Part): string {
  const large = shownIn(seen.large, part)
  const small = shownIn(seen.small, part)
  const answers = partsIn(seen.large, part).flatMap(({ requests }) =>
    requests.filter(({ path }) => path.startsWith('/rpc')).map(({ length }) => length),
  )
  const asked = answers.length === 0 ? 'nothing asked' : `an answer ${Math.round(median(answers))}`
  return `${spread(large)}, ${asked}; with ${few} findings ${spread(small)}: ${(median(large) / median(small)).toFixed(2)} ×`
}

function spread(values: readonly number[]): string {
  return `rounds ${values.map(Math.round).join(' ')}`
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

/** The machine's own Chinese font comes first; Noto Sans SC is loaded where there is none. */
function fontText(fonts: readonly Loaded[]): string {
  if (fonts.length === 0) return 'none loaded, this machine has a Chinese one'
  return `${fonts.length} files of Noto Sans SC, ${kilobytes(fonts.map(({ size }) => size))}`
}

function kilobytes(sizes: readonly number[]): string {
  return `${Math.round(sum(sizes) / 1000)} KB`
}
