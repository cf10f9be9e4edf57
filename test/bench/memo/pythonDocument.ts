import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

export type PythonDocument = {
  readonly milliseconds: number
  readonly photoMilliseconds: number
  /** MB. */
  readonly peakMemory: number
}

const run = promisify(execFile)

/** Debian's Python: other installations of it have not got Debian's packages. */
const interpreter = '/usr/bin/python3'

export const pythonDocument = {
  /** What is missing on this machine; undefined where nothing is. */
  async missing(): Promise<string | undefined> {
    try {
      await run(interpreter, ['-c', 'import docx, PIL'])
      return undefined
    } catch {
      return 'python3-docx and python3-pil (Debian) are not installed here'
    }
  },
  async write(content: string, out: string): Promise<PythonDocument> {
    const { stdout } = await run(interpreter, [join(import.meta.dirname, 'memoDocument.py'), content, out])
    const told = JSON.parse(stdout) as { milliseconds: number; photoMilliseconds: number; peakKiB: number }
    return { ...told, peakMemory: (told.peakKiB * 1024) / 1e6 }
  },
}
