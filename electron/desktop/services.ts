import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePortMain } from 'electron'
import { createHost } from '../services/createHost.ts'
import { tellNumberOnly } from '../services/host/defectNumber.ts'
import type { Connection, RequestContext } from '../services/host/host.ts'
import { defaultDataFolder, hostOptions } from '../services/installation.ts'
import { router } from '../services/router.ts'
import { createAnswers, outcomeOf, type Answers } from './answers.ts'
import { createDefectLog } from './defectLog.ts'
import type { FromServices, QuestionName, ToServices } from './questions.ts'

/** The utility process: the services, reached by the window's port and by the questions of the main process. */
// Whatever it writes, the database and what is handed out alike, is for this user alone.
process.umask(0o077)
const [logFolder = ''] = process.argv.slice(2)
const log = createDefectLog(logFolder)
process.on('uncaughtException', (error) => {
  log.note(error)
  // What state it is in is unknown: the main process starts it anew.
  process.exit(70)
})

const host = createHost(
  await hostOptions(
    {
      root: join(import.meta.dirname, '..', '..'),
      workerEntry: pathToFileURL(join(import.meta.dirname, 'worker.js')),
      reportDefect: log.noteAs,
    },
    defaultDataFolder(),
  ),
)
const answers = createAnswers(host)
const rpc = new RPCHandler<RequestContext>(router, { clientInterceptors: [tellNumberOnly(log.note)] })
const windowLink = createWindowLink()

process.parentPort.on('message', ({ data, ports }) => {
  const message = data as ToServices
  const [port] = ports
  if (message.kind === 'question') void answer(message.id, message.name, message.input)
  else if (port !== undefined) windowLink.open(port)
})

async function answer(id: number, name: QuestionName, input: object): Promise<void> {
  // The main process asked by the types of questions.ts.
  const find = answers[name] as Answers[QuestionName] & ((input: object) => Promise<object>)
  const reply: FromServices = { id, outcome: await outcomeOf(find(input), log.note) }
  process.parentPort.postMessage(reply)
}

/** One window, one connection: that of a window which loads anew ends with its port or with the next one. */
function createWindowLink() {
  let current: { readonly port: MessagePortMain; readonly connection: Connection } | undefined
  function close(port: MessagePortMain, connection: Connection): void {
    port.close()
    connection.close().catch(log.note)
  }
  return {
    open: (port: MessagePortMain): void => {
      if (current !== undefined) close(current.port, current.connection)
      const connection = host.connect()
      current = { port, connection }
      rpc.upgrade(port, { context: connection.context })
      port.on('close', () => {
        if (current?.port === port) current = undefined
        if (host.connections.has(connection)) connection.close().catch(log.note)
      })
      port.start()
    },
  }
}
