import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Problem } from '../contract/problem/problem.ts'

/** From a file or asked for without echo; never from an argument or the environment, which others can see (decisions.md 24). */
export async function readPassword(file: string | undefined): Promise<string> {
  if (file !== undefined) return readPasswordFile(file)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write('工作区密码：')
  try {
    return await new Promise((resolve) => terminal.question('', resolve))
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

/** The first line's end is not part of the password, nor is the mark that Windows editors put before it. */
async function readPasswordFile(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\ufeff/, '').replace(/\r?\n$/, '')
  } catch {
    throw new Problem('password.fileUnreadable', {})
  }
}
