import { spawnSync } from 'node:child_process'

/** Whether another program is there to check ours against; says plainly when its tests are left out. */
export function found(program: 'age' | 'openssl'): boolean {
  const present = spawnSync(program, [program === 'age' ? '--version' : 'version']).status === 0
  if (!present) process.stderr.write(`left out: the tests against ${program}, which is not installed here\n`)
  return present
}

/** Runs a program on given input; its output, or an Error with what it complained about. */
export function run(program: string, args: readonly string[], input?: Uint8Array): Buffer {
  const { status, stdout, stderr } = spawnSync(program, args, { input, maxBuffer: 2 ** 28 })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.toString()}`)
  return stdout
}
