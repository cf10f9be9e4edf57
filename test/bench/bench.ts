import { fork } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, isFigure } from './figure.ts'
import { type BenchResult, tableOf } from './table.ts'

/**
 * `npm run bench [name …]`: runs the benches of this folder, each in a process of its own so that memory is its own, and
 * prints their figures as one table. A bench is a file `name.bench.ts` that hands its figures to `tell`; its argument
 * is a folder that the benches of one run share, for what takes long to make.
 */
const known = (await readdir(import.meta.dirname))
  .flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? [])
  .toSorted()
const wanted = process.argv.slice(2)
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
    for (const name of names) results.push(await runOne(name, folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const day = new Date().toISOString().slice(0, 10)
  const machine = `${availableParallelism()} cores, ${process.platform} ${process.arch}, Node ${process.version}`
  process.stdout.write(`\n${day}, ${machine}\n${tableOf(results)}\n`)
  if (results.some(({ failure }) => failure !== undefined)) process.exitCode = 1
}

async function runOne(name: string, folder: string): Promise<BenchResult> {
  process.stderr.write(`${name}\n`)
  const figures: Figure[] = []
  const child = fork(join(import.meta.dirname, `${name}.bench.ts`), [folder], {
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
