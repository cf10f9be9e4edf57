import { isProblem } from '../../contract/problem/problem.ts'
import { asProblem, closeConnection, type Connection, readPages } from './connection.ts'
import { breathe } from './transaction.ts'

export type PageCheck = {
  /** Whether every page of the database holds. Read once, in the background; asked again, the same answer. */
  readonly isSound: () => Promise<boolean>
  /** Stops what is under way. */
  readonly end: () => Promise<void>
}

/** A connection of its own reads in slices that hold the thread for some milliseconds; requests are answered between them. */
export function createPageCheck(connectReader: () => Connection): PageCheck {
  let ended = false
  let checking: Promise<boolean> | undefined
  async function check(): Promise<boolean> {
    const connection = connectReader()
    try {
      const pages = readPages(connection)
      for (let isOver = false; !isOver && !ended; await breathe()) isOver = readSlice(pages)
      pages.return?.()
      return true
    } catch (error) {
      const problem = asProblem(error)
      if (isProblem(problem) && problem.kind === 'workspace.damaged') return false
      throw problem
    } finally {
      closeConnection(connection)
    }
  }
  return {
    isSound: () => (checking ??= check()),
    end: async () => {
      ended = true
      await checking?.catch(() => undefined)
    },
  }
}

/** Milliseconds. */
const sliceTime = 10

function readSlice(pages: Iterator<unknown>): boolean {
  const until = performance.now() + sliceTime
  while (performance.now() < until) if (pages.next().done === true) return true
  return false
}
