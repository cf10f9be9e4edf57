import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export type Ran = { readonly exitCode: number | null; readonly out: string; readonly err: string }

const commandLine = join(import.meta.dirname, '..', '..', 'electron', 'cli.ts')

/** Runs `mingcha …` as a person does; `home` is where this installation keeps its own data. */
export function mingcha(home: string, ...words: readonly string[]): Promise<Ran> {
  return mingchaWith({ MINGCHA_HOME: home }, ...words)
}

export async function mingchaWith(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [commandLine, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { exitCode, out, err }
}

/** A refusal as it must be: Chinese sentences and nothing of the program's inside. */
export function isChineseRefusal({ out, err }: Ran): boolean {
  return out === '' && /^(?:[\p{sc=Han}“].*。\n){2,3}$/u.test(err) && !/Error|node:|\.ts/.test(err)
}
