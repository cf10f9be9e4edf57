import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from '../crypto/hash.ts'
import { traceOf } from '../services/host/defect.ts'

/** Where the program's processes note what went wrong: numbers, classes and places in the code, never a message. */
export type DefectLog = {
  /** Notes a defect under a number of its own and gives the number. */
  readonly note: (error: unknown) => string
  readonly noteAs: (incident: string, error: unknown) => void
}

const sizeLimit = 1024 * 1024

/** Two files of at most 1 MiB: the one written, and the one before. Written at once, because the process may be dying. */
export function createDefectLog(folder: string): DefectLog {
  const file = join(folder, 'defects.log')
  function noteAs(incident: string, error: unknown): void {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if (sizeOf(file) > sizeLimit) renameSync(file, `${file}.1`)
      appendFileSync(file, `${new Date().toISOString()} ${incident} ${traceOf(error)}\n`, { mode: 0o600 })
    } catch {
      // A full disk: the person still sees the number, and nothing worse may come of it.
    }
  }
  return {
    noteAs,
    note: (error) => {
      const incident = newIncident()
      noteAs(incident, error)
      return incident
    },
  }
}

/** Short enough to be read out on the telephone. */
export function newIncident(): string {
  return randomBytes(4).toString('hex').toUpperCase()
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
