import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import type { Answer, FromServices, Input, Outcome, QuestionName, ToServices } from './questions.ts'

/** The services' process as the main process sees it: asked, given the window's port, and started again when it dies. */
export type Services = {
  /** Never rejects: a process that is gone is the Problem `host.unreachable`. */
  readonly ask: <N extends QuestionName>(name: N, input: Input<N>) => Promise<Outcome<Answer<N>>>
  /** Hands the window's end of its connection over; closes it where nobody is there to take it. */
  readonly connect: (port: MessagePortMain) => void
  /** Starts it, or starts it again after it was given up. */
  readonly start: () => void
  /** Closes workspaces and ends the process; jobs count as unfinished. */
  readonly stop: () => Promise<void>
}

export type ServicesOptions = {
  /** The built file of the services. */
  readonly script: string
  readonly logFolder: string
  /** Notes a death and gives its number. */
  readonly note: (error: unknown) => string
  readonly onDeath: (incident: string) => void
  readonly onRestart: (incident: string) => void
  /** Died twice within a short time: starting it again would only repeat it. */
  readonly onGivenUp: (incident: string) => void
}

const shortMilliseconds = 60_000
/** Closing writes at most the end of a job; what takes longer hangs. */
const closingMilliseconds = 10_000

export function createServices(options: ServicesOptions): Services {
  let running: Running | undefined
  let diedAt = -Infinity

  function start(): void {
    const child = utilityProcess.fork(options.script, [options.logFolder], {
      serviceName: 'mingcha-services',
      // What a library prints might quote what a person wrote.
      stdio: 'ignore',
    })
    const mine = (running = attend(child))
    child.on('exit', (code) => {
      mine.forget()
      if (running !== mine) return
      running = undefined
      died(code)
    })
  }
  function died(code: number): void {
    const incident = options.note(new ServicesDied(`exit code ${code}`))
    options.onDeath(incident)
    const isRepeated = Date.now() - diedAt < shortMilliseconds
    diedAt = Date.now()
    if (isRepeated) return options.onGivenUp(incident)
    start()
    return options.onRestart(incident)
  }
  return {
    ask: (name, input) => running?.ask(name, input) ?? Promise.resolve(unreachable),
    connect: (port) => {
      if (running === undefined) return port.close()
      const message: ToServices = { kind: 'connect' }
      return running.child.postMessage(message, [port])
    },
    start,
    stop: async () => {
      const last = running
      if (last === undefined) return
      await Promise.race([last.ask('close', {}), pause(closingMilliseconds)])
      // From here on its end is no death.
      running = undefined
      last.child.kill()
    },
  }
}

class ServicesDied extends Error {
  override readonly name = 'ServicesDied'
}

const unreachable = { problem: { kind: 'host.unreachable', details: {} } } as const

type Running = Pick<Services, 'ask'> & {
  readonly child: UtilityProcess
  /** What still waits for an answer gets none. */
  readonly forget: () => void
}

function attend(child: UtilityProcess): Running {
  const waiting = new Map<number, (outcome: Outcome<object>) => void>()
  let last = 0
  child.on('message', ({ id, outcome }: FromServices) => {
    waiting.get(id)?.(outcome)
    waiting.delete(id)
  })
  return {
    child,
    ask: <N extends QuestionName>(name: N, input: Input<N>) =>
      new Promise<Outcome<Answer<N>>>((resolve) => {
        last += 1
        // The services answer a question of this name by the types of questions.ts.
        waiting.set(last, (outcome) => resolve(outcome as Outcome<Answer<N>>))
        const message: ToServices = { kind: 'question', id: last, name, input }
        child.postMessage(message)
      }),
    forget: () => {
      for (const settle of waiting.values()) settle(unreachable)
      waiting.clear()
    },
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
