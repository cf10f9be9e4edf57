import { Readable } from 'node:stream'
import { isProblem, Problem } from '../contract/problem/problem.ts'
import type { Report } from '../services/host/defectNumber.ts'
import type { OfferedFile } from '../services/file/downloadTicket.ts'
import { answerFile } from '../services/file/fileAnswer.ts'
import type { Host } from '../services/host/host.ts'
import { saveCopy } from '../services/file/savedCopy.ts'
import type { Answer, Input, Outcome, QuestionName } from './questions.ts'

export type Answers = { readonly [N in QuestionName]: (input: Input<N>) => Promise<Answer<N>> }

/** The services' side of what the main process asks (questions.ts says what each is for). */
export function createAnswers(host: Host): Answers {
  const bodies = createBodies()
  return {
    hold: async ({ path }) => ({ handle: await host.files.issue(path) }),
    holdBytes: async ({ name, bytes }) => ({ handle: await host.files.receive(Readable.from([bytes]), name) }),
    nameOf: async ({ ticket }) => ({ name: offered(host, ticket).name }),
    save: async ({ ticket, path }) => {
      const file = offered(host, ticket)
      await saveCopy(file, path)
      host.files.redeem(ticket)
      await file.taken?.()
      return {}
    },
    openFile: async ({ ticket, range }) => {
      const file = host.files.redeem(ticket)
      if (file === undefined) throw new Problem('file.gone', {})
      const { status, headers, open } = answerFile(file, range ?? undefined)
      return { status, headers, body: open === undefined ? null : bodies.add(await open()) }
    },
    readPart: async ({ body }) => ({ bytes: await bodies.next(body) }),
    dropBody: async ({ body }) => {
      bodies.drop(body)
      return {}
    },
    working: async () => ({ notes: host.jobs.underWay().map(({ note }) => note) }),
    lock: async () => {
      for (const connection of host.connections) connection.session = undefined
      await host.closeUnused()
      return {}
    },
    close: async () => {
      await host.close()
      return {}
    },
  }
}

/** What is no Problem is a defect: the main process, too, learns its number only. */
export async function outcomeOf(answer: Promise<object>, report: Report): Promise<Outcome<object>> {
  try {
    return { value: await answer }
  } catch (error) {
    const { kind, details } = isProblem(error) ? error : new Problem('program.defect', { incident: report(error) })
    return { problem: { kind, details } }
  }
}

function offered(host: Host, ticket: string): OfferedFile {
  const file = host.files.look(ticket)
  if (file === undefined) throw new Problem('file.expired', {})
  return file
}

/** Files that the window is reading, part by part. */
function createBodies() {
  const open = new Map<number, { readonly source: Readable; readonly parts: AsyncIterator<Buffer> }>()
  let last = 0
  function drop(body: number): void {
    open.get(body)?.source.destroy()
    open.delete(body)
  }
  return {
    add: (source: Readable): number => {
      last += 1
      open.set(last, { source, parts: source[Symbol.asyncIterator]() })
      return last
    },
    next: async (body: number): Promise<Uint8Array | null> => {
      try {
        const part = await open.get(body)?.parts.next()
        if (part !== undefined && part.done !== true) return part.value
      } catch (error) {
        drop(body)
        throw error
      }
      drop(body)
      return null
    },
    drop,
  }
}
