import * as z from 'zod'
import { isRowEntity } from '../../contract/catalogue/catalogue.ts'
import type { PrintedHead } from '../../domain/printed.ts'
import { todaysName } from '../../domain/upcast.ts'
import type { Store } from '../../store/store.ts'
import { isEverPrinted } from '../../documents/papers/registry.ts'

/** `printed.json` of a version. It may have come from another machine: what it says is checked before it is used. */
export type Print =
  | { readonly state: 'here'; readonly heads: readonly PrintedHead[] }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable' }

export async function readPrint(store: Store, version: { readonly printed: string | null }): Promise<Print> {
  const { printed } = version
  if (printed === null || !(await store.blobs.has(printed))) return { state: 'absent' }
  if ((await store.blobs.size(printed)) > largestBytes) return { state: 'unreadable' }
  const heads = headsIn(new TextDecoder().decode(await store.blobs.read(printed)))
  return heads === undefined ? { state: 'unreadable' } : { state: 'here', heads }
}

export function headsOfPrint(print: Print): readonly PrintedHead[] {
  return print.state === 'here' ? print.heads : []
}

/** It is read into memory whole, and the sender chooses its size. */
const largestBytes = 32 * 1024 * 1024

const headSchema = z.strictObject({
  entity: z.string(),
  id: z.string().max(100),
  field: z.string(),
  change: z.string().max(100),
})

function headsIn(json: string): readonly PrintedHead[] | undefined {
  const lines = z.array(headSchema).safeParse(parsed(json)).data ?? []
  const heads = lines.map((head) => ({ ...head, entity: todaysName(head.entity) }))
  return heads.length > 0 && heads.every(isPrintedHead) ? heads : undefined
}

/** Whether that is a field that a paper of this program prints, or of an earlier one. */
function isPrintedHead(head: { readonly [K in keyof PrintedHead]: string }): head is PrintedHead {
  return isRowEntity(head.entity) && isEverPrinted(head.entity, head.field)
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
