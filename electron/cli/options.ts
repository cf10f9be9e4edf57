import { join } from 'node:path'
import { inspect } from 'node:util'
import { traceOf } from '../services/host/defect.ts'
import { hostOptions, machineOptions, type Program } from '../services/installation.ts'

const program: Program = {
  root: join(import.meta.dirname, '..', '..'),
  reportDefect: (incident, error) => {
    process.stderr.write(`${incident} ${traceOf(error)}\n`)
  },
  // On a developer's invented data only: messages of errors may quote what a person wrote.
  ...(process.env['MINGCHA_DEBUG'] === '1' && {
    reportDefect: (incident: string, error: unknown) => {
      process.stderr.write(`${incident} ${inspect(error)}\n`)
    },
    traceSql: (sql: string, milliseconds: number) => {
      process.stderr.write(`${milliseconds.toFixed(2).padStart(8)} ms  ${sql.replaceAll(/\s+/g, ' ')}\n`)
    },
  }),
}

export function programOptions() {
  return machineOptions(program)
}

export function hostOptionsFor(dataFolder: string) {
  return hostOptions(program, dataFolder)
}

export function rendererFolder(): string {
  return join(program.root, 'dist', 'renderer')
}
