import { pastedLimit, type DesktopBridge, type Held } from '../../electron/contract/desktop.ts'
import { Problem, problemIn } from '../../electron/contract/problem/problem.ts'
import { bridge } from './desktop.ts'
import { sentProblem } from './problem.ts'
import { savings } from './saving.ts'
import { ask, authorization } from './session.ts'

/**
 * Bytes to and from the host (decisions.md 30): a file goes up and becomes a handle that a procedure takes; a ticket that a
 * procedure gave comes down as a file or as bytes.
 *
 *   const { handle } = await uploadFile(file)        const saved = await saveFile(ticket, fileName)
 *   <img src={fileAddress(ticket)} …/>               const bytes = await readFile(ticket)
 *
 * On the desktop no bytes travel: the host reads the file where it lies, and writes to where a person says.
 */
export async function uploadFile(file: File, signal?: AbortSignal): Promise<{ readonly handle: string }> {
  if (bridge !== undefined) return holdFile(bridge, file)
  await mustBeReadable(file)
  const response = await ask('/upload', {
    method: 'POST',
    headers: { ...authorization(), 'x-file-name': encodeURIComponent(file.name) },
    body: file,
    ...(signal === undefined ? {} : { signal }),
  })
  if (!response.ok) throw await refusalOf(response)
  return (await response.json()) as { readonly handle: string }
}

/** A folder, or a file that is gone by now: the browser would say no more than that the request failed. */
async function mustBeReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer()
  } catch {
    throw new Problem('evidence.unreadable', {})
  }
}

/**
 * Hands the file to the browser's own saving, or asks where to on the desktop. False where the person thought better of
 * it or it could not be written; the desktop's note (app/SavedNote.tsx) tells which, and offers to try again.
 */
export async function saveFile(ticket: string, fileName: string): Promise<boolean> {
  if (bridge !== undefined) return saveFromDesktop(bridge, ticket, fileName)
  const link = document.createElement('a')
  link.href = fileAddress(ticket)
  link.download = fileName
  link.click()
  return true
}

/** What can be said when `saveFile` was true: whether the browser really saved, only the browser knows. */
export const savedWords = bridge === undefined ? '已交给浏览器保存' : '已保存'

async function saveFromDesktop(desktop: DesktopBridge, ticket: string, fileName: string): Promise<boolean> {
  const outcome = await desktop.save(ticket, fileName)
  savings.tell({ fileName, outcome, again: () => saveFromDesktop(desktop, ticket, fileName) })
  return 'saved' in outcome && outcome.saved
}

/** A pasted picture lies on no disk: its bytes go over instead. */
async function holdFile(desktop: DesktopBridge, file: File): Promise<{ readonly handle: string }> {
  const held = await desktop.hold(file)
  if ('noPath' in held) {
    if (file.size > pastedLimit) throw new Problem('upload.tooLarge', { limit: pastedLimit })
    return handleIn(await desktop.holdBytes(file.name, await file.arrayBuffer()))
  }
  return handleIn(held)
}

function handleIn(held: Held): { readonly handle: string } {
  if ('problem' in held) throw sentProblem(held.problem)
  return held
}

export async function readFile(ticket: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await ask(fileAddress(ticket), signal === undefined ? {} : { signal })
  if (!response.ok) throw new Problem('file.expired', {})
  return response.arrayBuffer()
}

/** A ticket is the permission itself, and single use: an <img> may show it once. */
export function fileAddress(ticket: string): string {
  return `/file/${encodeURIComponent(ticket)}`
}

async function refusalOf(response: Response): Promise<Problem> {
  if (response.status === 401) return new Problem('session.missing', {})
  const body: unknown = await response.json().catch(() => undefined)
  return problemIn(body) ?? new Problem('host.unreachable', {})
}
