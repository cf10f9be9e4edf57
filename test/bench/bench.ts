import { fork } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve as absolute } from 'node:path'
import { parseArgs } from 'node:util'
import { inTurnBeside } from './beside.ts'
import { type Figure, isFigure } from './figure.ts'
import { type BenchResult, tableOf } from './table.ts'

/**
 * `npm run bench [name …] [-- --beside FOLDER --rounds N]`: runs the benches of this folder, each in a process of its own so that memory is its own, and
 * prints their figures as one table. A bench is a file `name.bench.ts` that hands its figures to `tell`; its argument
 * is a folder that the benches of one run share, for what takes long to make. `--beside`: in turn with those of another
 * checkout, which has its own node_modules.
 */
const known = (await readdir(import.meta.dirname))
  .flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? [])
  .toSorted()
const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { beside: { type: 'string' }, rounds: { type: 'string', default: '5' } },
})
const unknown = wanted.filter((name) => !known.includes(name))

if (unknown.length > 0) {
  process.stderr.write(`no bench is named ${unknown.join(', ')}; there are: ${known.join(', ')}\n`)
  process.exitCode = 2
} else {
  await runAll(wanted.length === 0 ? known : wanted)
}

async function runAll(names: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-bench-'))
  const results: BenchResult[] = []
  try {
    for (const name of names) results.push(await runEither(name, folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const day = new Date().toISOString().slice(0, 10)
  const machine = `${availableParallelism()} cores, ${process.platform} ${process.arch}, Node ${process.version}`
  process.stdout.write(`\n${day}, ${machine}\n${tableOf(results)}\n`)
  if (results.some(({ failure }) => failure !== undefined)) process.exitCode = 1
}

async function runEither(name: string, folder: string): Promise<BenchResult> {
  process.stderr.write(`${name}\n`)
  if (options.beside === undefined) return runOne(import.meta.dirname, name, folder)
  const other = join(absolute(options.beside), 'test', 'bench')
  return inTurnBeside(name, Number(options.rounds), {
    ours: (each) => runFresh(import.meta.dirname, each, folder),
    theirs: (each) => runFresh(other, each, folder),
  })
}

/** Two checkouts share nothing but the machine: neither need read what the other has made. */
async function runFresh(benches: string, name: string, parent: string): Promise<BenchResult> {
  const folder = await mkdtemp(join(parent, 'round-'))
  try {
    return await runOne(benches, name, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runOne(benches: string, name: string, folder: string): Promise<BenchResult> {
  const figures: Figure[] = []
  const child = fork(join(benches, `${name}.bench.ts`), [folder], {
    // As the program itself is started.
    execArgv: ['--max-semi-space-size=4', '--max-old-space-size=1024', '--wasm-wrapper-tiering-budget=2147483647'],
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  child.on('message', (message) => {
    if (isFigure(message)) figures.push(message)
  })
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  child.once('error', (error) => resolve(error.message))
  child.once('close', (code, signal) => resolve(code === 0 ? undefined : `ended with ${code ?? signal}`))
  const failure = await promise
  return failure === undefined ? { name, figures } : { name, figures, failure }
}
