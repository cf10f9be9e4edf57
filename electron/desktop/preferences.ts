import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** What the program remembers of its window from one start to the next. Nothing of an inspection is in it. */
export type Preferences = {
  readonly bounds?: Bounds
  readonly maximized?: boolean
  /** 1 is 100 %. */
  readonly zoom?: number
  /** Where the person saved last. */
  readonly saveFolder?: string
}

/** In the pixels of the display as the desktop counts them. */
export type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export type PreferenceFile = {
  readonly read: () => Preferences
  /** Changes what is given and leaves the rest. A disk that takes nothing only makes the program forget. */
  readonly change: (part: Preferences) => void
}

export function preferencesIn(file: string): PreferenceFile {
  function read(): Preferences {
    try {
      return preferencesOf(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      return {}
    }
  }
  return {
    read,
    change: (part) => {
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
        writeFileSync(`${file}.new`, JSON.stringify({ ...read(), ...part }), { mode: 0o600 })
        renameSync(`${file}.new`, file)
      } catch {
        // As the docstring says.
      }
    },
  }
}

/** Only what has the right shape: the file may be of another version, or damaged. */
function preferencesOf(read: unknown): Preferences {
  if (!isRecord(read)) return {}
  const { bounds, maximized, zoom, saveFolder } = read
  return {
    ...(isBounds(bounds) ? { bounds } : {}),
    ...(typeof maximized === 'boolean' ? { maximized } : {}),
    ...(typeof zoom === 'number' && zoom >= 0.25 && zoom <= 5 ? { zoom } : {}),
    ...(typeof saveFolder === 'string' ? { saveFolder } : {}),
  }
}

function isBounds(value: unknown): value is Bounds {
  return isRecord(value) && ['x', 'y', 'width', 'height'].every((name) => Number.isInteger(value[name]))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
