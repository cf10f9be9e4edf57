import { parentPort } from 'node:worker_threads'
import { isProblem } from '../contract/problem/problem.ts'
import { makePrintCopy, makeThumbnail } from '../picture/copies.ts'
import { readPhoto } from '../picture/photo.ts'
import { renderPaper } from '../documents/papers/render.ts'
import { joinOnLines } from '../signature/joinOnLines.ts'
import { verifyDocx } from '../signature/verify.ts'
import { readAnswer, readRequest } from '../syncPackage/enrolmentFile.ts'
import { inspectSyncPackage } from '../syncPackage/inspect.ts'
import { checkPaper } from './document/paperCheck.ts'

/** The one entry of worker threads: pure functions by name, no database and no state (decisions.md 33). */
export type WorkerFunctions = typeof functions
export type WorkerRequest = { readonly name: keyof WorkerFunctions; readonly args: readonly unknown[] }
export type WorkerReply =
  | { readonly state: 'done'; readonly value: unknown }
  | { readonly state: 'problem'; readonly kind: string; readonly details: Readonly<Record<string, unknown>> }
  | { readonly state: 'defect'; readonly message: string; readonly stack: string }

const functions = {
  renderPaper,
  makePrintCopy,
  makeThumbnail,
  readPhoto,
  ...{ checkPaper, joinOnLines, verifyDocx, readRequest, readAnswer, inspectSyncPackage },
}

parentPort?.on('message', (request: WorkerRequest) => {
  void reply(request)
})

async function reply({ name, args }: WorkerRequest): Promise<void> {
  try {
    // The pool's `run` has checked the arguments against this very function's type.
    const call = functions[name] as (...given: readonly unknown[]) => unknown
    const value = await call(...args)
    send({ state: 'done', value }, ownBuffers(value))
  } catch (error) {
    send(asReply(error), [])
  }
}

/** Memory that a native library owns (sharp's pictures) cannot move to another thread and is copied. */
function send(message: WorkerReply, transfer: readonly ArrayBuffer[]): void {
  try {
    parentPort?.postMessage(message, transfer)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'DataCloneError') || transfer.length === 0) throw error
    parentPort?.postMessage(message)
  }
}

function asReply(error: unknown): WorkerReply {
  if (isProblem(error)) return { state: 'problem', kind: error.kind, details: { ...error.details } }
  const { message, stack } = error instanceof Error ? error : new Error('a worker function threw no error')
  return { state: 'defect', message, stack: stack ?? '' }
}

/** Bytes that fill a buffer of their own go over without a copy; parts of a shared pool are copied. */
function ownBuffers(value: unknown): readonly ArrayBuffer[] {
  const parts =
    typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) ? Object.values(value) : [value]
  const buffers = parts.filter(isWhole).map((bytes) => bytes.buffer)
  return [...new Set(buffers)]
}

function isWhole(value: unknown): value is Uint8Array<ArrayBuffer> {
  return (
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength
  )
}
