import * as z from 'zod'
import { isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { outsideLimits } from '../../contract/exchange/outsideLimits.ts'
import { parseJson } from '../../crypto/jsonStructure.ts'
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
  if ((await store.blobs.size(printed)) > outsideLimits.printed.bytes) return { state: 'unreadable' }
  const found = printedIn(new TextDecoder().decode(await store.blobs.read(printed)))
  return found === undefined ? { state: 'unreadable' } : { state: 'here', printed: found }
}

export function headsOfPrint(print: Print): readonly PrintedHead[] {
  return print.state === 'here' ? print.printed.heads : []
}

const name = z.string().max(40).transform(todaysName)
const lineSchema = z.union([
  z.strictObject({ entity: name, id: z.string().max(100), field: z.string(), change: z.string().max(100) }),
  z.strictObject({ entity: name, parent: z.string().max(100), ids: z.custom<readonly string[]>(areIds) }),
])
type Line = z.infer<typeof lineSchema>

/** Asked as one thing: a list of schemas would note a fault for each of a million members. */
function areIds(value: unknown): boolean {
  return Array.isArray(value) && value.every((id) => typeof id === 'string' && id.length <= 100)
}

function printedIn(json: string): Printed | undefined {
  const heads: PrintedHead[] = []
  const sets: PrintedSet[] = []
  for (const one of linesIn(json)) {
    const line = lineSchema.safeParse(one).data
    if (line !== undefined && isPrintedHead(line)) heads.push(line)
    else if (line !== undefined && isPrintedSet(line)) sets.push(line)
    else return undefined
  }
  return heads.length > 0 ? { heads, sets } : undefined
}

/** Whether that is a field that a paper of this program prints, or of an earlier one. */
function isPrintedHead(line: Line): line is Extract<Line, { field: string }> & PrintedHead {
  return 'field' in line && isRowEntity(line.entity) && isEverPrinted(line.entity, line.field)
}

function isPrintedSet(line: Line): line is Extract<Line, { ids: readonly string[] }> & PrintedSet {
  return 'ids' in line && isRowEntity(line.entity)
}

function linesIn(json: string): readonly unknown[] {
  try {
    const lines = parseJson(json, outsideLimits.printed.members)
    return Array.isArray(lines) ? lines : []
  } catch {
    return []
  }
}
