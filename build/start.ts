import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { findRuntime } from './start/electronRuntime.ts'
import { sentences, type WhyNot } from './start/whyNot.ts'

/**
 * `npm start`: opens the desktop window where Electron's runtime is there or can be had; where not, says why and serves
 * the same window on loopback. `npm start -- --retry` forgets that a download was refused; any other argument is one of
 * `mingcha serve` and asks for the window in a browser.
 */
const v8Limits = ['--max-semi-space-size=4', '--max-old-space-size=1024', '--wasm-wrapper-tiering-budget=2147483647']
const root = fileURLToPath(new URL('..', import.meta.url))
const asked = process.argv.slice(2)
const retry = asked.includes('--retry')
const serving = asked.filter((argument) => argument !== '--retry')

await build({ configFile: join(root, 'build/vite.renderer.ts'), logLevel: 'warn' })
process.exitCode = serving.length > 0 ? await serve() : await openWindow()

async function openWindow(): Promise<number> {
  const found = await findRuntime({
    package: join(root, 'node_modules/electron'),
    memory: join(root, 'out/electron-refused.json'),
    retry,
  })
  if ('whyNot' in found) return serveBecause(found.whyNot)
  for (const mode of ['main', 'preload', 'services', 'worker'])
    await build({ configFile: join(root, 'build/vite.node.ts'), mode, logLevel: 'warn' })
  const code = await run(found.program, ['.'])
  return code === 0 ? code : serveBecause('ended')
}

function serveBecause(whyNot: WhyNot): Promise<number> {
  process.stdout.write(sentences(whyNot))
  return serve()
}

/** With the limits that V8 has under `npx mingcha`: see the first line of electron/cli.ts. */
function serve(): Promise<number> {
  return run(process.execPath, [...v8Limits, 'electron/cli.ts', 'serve', ...serving])
}

/** Waits for the end of a program in the foreground. Ctrl+C reaches it as well: it ends itself, and then this does. */
async function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' })
  const wait = (): void => undefined
  process.on('SIGINT', wait)
  process.on('SIGTERM', () => child.kill())
  try {
    const [code]: unknown[] = await once(child, 'exit')
    return typeof code === 'number' ? code : 1
  } catch {
    // The file is no program for this machine.
    return 1
  } finally {
    process.off('SIGINT', wait)
  }
}
