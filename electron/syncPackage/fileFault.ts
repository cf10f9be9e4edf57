import { Problem } from '../contract/problem/problem.ts'

/** The Problem behind an error of the file system or a cancellation; every other error as it is. */
export function fileFault(error: unknown, during: 'reading' | 'writing', signal: AbortSignal | undefined): unknown {
  if (error instanceof Problem) return error
  if (signal?.aborted === true) return new Problem('job.cancelled', {})
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (during === 'reading') return unreadable.has(code) ? new Problem('package.unreadable', {}) : error
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Problem('disk.full', {})
  if (code === 'EFBIG') return new Problem('package.mediumLimit', {})
  return unwritable.has(code) ? new Problem('package.cannotWrite', {}) : error
}

const unreadable = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EIO', 'ENXIO', 'ENODEV', 'EBUSY'])
const unwritable = new Set([...unreadable, 'EROFS'])
