import { join } from 'node:path'
import { traceOf } from '../services/host/defect.ts'
import { hostOptions, machineOptions, type Program } from '../services/installation.ts'

const program: Program = {
  root: join(import.meta.dirname, '..', '..'),
  reportDefect: (incident, error) => {
    process.stderr.write(`${incident} ${traceOf(error)}\n`)
  },
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
