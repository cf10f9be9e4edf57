import { isProblemKind, Problem } from '../../electron/contract/problem.ts'
import { sentProblem } from './problem.ts'
import { ask, authorization } from './session.ts'

/**
 * Bytes to and from the host (decision 30): a file goes up and becomes a handle that a procedure takes; a ticket that a
 * procedure gave comes down as a file or as bytes.
 *
 *   const { handle } = await uploadFile(file)        await saveFile(ticket, fileName)
 *   <img src={fileAddress(ticket)} …/>               const bytes = await readFile(ticket)
 */
export async function uploadFile(file: File, signal?: AbortSignal): Promise<{ readonly handle: string }> {
  const response = await ask('/upload', {
    method: 'POST',
    headers: { ...authorization(), 'x-file-name': encodeURIComponent(file.name) },
    body: file,
    ...(signal === undefined ? {} : { signal }),
  })
  if (!response.ok) throw await refusalOf(response)
  return (await response.json()) as { readonly handle: string }
}

/** Hands the file to the browser's own saving, under the name the host gave it. */
export function saveFile(ticket: string, fileName: string): void {
  const link = document.createElement('a')
  link.href = fileAddress(ticket)
  link.download = fileName
  link.click()
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
  if (typeof body === 'object' && body !== null && 'kind' in body && isProblemKind(body.kind) && 'details' in body)
    return sentProblem(body.kind, body.details as object)
  return new Problem('host.unreachable', {})
}
