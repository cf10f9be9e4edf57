import * as z from 'zod'
import { isRowEntity } from '../../contract/catalogue/catalogue.ts'
import type { Printed, PrintedHead, PrintedSet } from '../../domain/printed.ts'
import { todaysName } from '../../domain/log/upcast.ts'
import type { Store } from '../../store/store.ts'
import { isEverPrinted } from '../../documents/papers/kinds.ts'

/** `printed.json` of a version. It may have come from another machine: what it says is checked before it is used. */
export type Print =
  | { readonly state: 'here'; readonly printed: Printed }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable' }

export async function readPrint(
  store: Pick<Store, 'blobs'>,
  version: { readonly printed: string | null },
): Promise<Print> {
  const { printed } = version
  if (printed === null || !(await store.blobs.has(printed))) return { state: 'absent' }
  if ((await store.blobs.size(printed)) > largestBytes) return { state: 'unreadable' }
  const found = printedIn(new TextDecoder().decode(await store.blobs.read(printed)))
  return found === undefined ? { state: 'unreadable' } : { state: 'here', printed: found }
}

export function headsOfPrint(print: Print): readonly PrintedHead[] {
  return print.state === 'here' ? print.printed.heads : []
}

/** It is read into memory whole, and the sender chooses its size. */
const largestBytes = 32 * 1024 * 1024

const name = z.string().max(40).transform(todaysName)
const lineSchema = z.union([
  z.strictObject({ entity: name, id: z.string().max(100), field: z.string(), change: z.string().max(100) }),
  z.strictObject({ entity: name, parent: z.string().max(100), ids: z.array(z.string().max(100)) }),
])
type Line = z.infer<typeof lineSchema>

function printedIn(json: string): Printed | undefined {
  const lines = z.array(lineSchema).safeParse(parsed(json)).data ?? []
  const heads = lines.filter(isPrintedHead)
  const sets = lines.filter(isPrintedSet)
  return heads.length > 0 && heads.length + sets.length === lines.length ? { heads, sets } : undefined
}

/** Whether that is a field that a paper of this program prints, or of an earlier one. */
function isPrintedHead(line: Line): line is Extract<Line, { field: string }> & PrintedHead {
  return 'field' in line && isRowEntity(line.entity) && isEverPrinted(line.entity, line.field)
}

function isPrintedSet(line: Line): line is Extract<Line, { ids: string[] }> & PrintedSet {
  return 'ids' in line && isRowEntity(line.entity)
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
