import { isProblem } from '../../electron/contract/problem/problem.ts'
import { hashHeader } from '../../electron/crypto/change.ts'
import { type Chance } from './chance.ts'
import { acceptReady, type AnyDraft, type Fleet, type Replica, write } from './crew.ts'
import { type ChangeLine, type Program } from './program.ts'
import type { RecordedLog } from './recorded.ts'
import { acceptAsTold } from './told.ts'

/** One story of a fleet: who is in it, what each was given, and what chance brings. */
export type Voyage = {
  readonly fleet: Fleet
  readonly chance: Chance
  readonly later: Program
  readonly recorded: readonly RecordedLog[]
  readonly headquarters: Replica
  readonly teams: readonly Replica[]
  readonly given: Map<string, Set<string>>
  readonly seen: Map<string, Readonly<Record<string, readonly string[]>>>
  readonly reached: Reached
}

/** What stories came to: a generator that never reaches these would prove nothing. */
export type Reached = { future: number; invalid: number; refused: number; conflicts: number; declined: number }

export type Given = Pick<Voyage, 'later' | 'recorded' | 'reached'>

/** What the person may not do is refused here as it would be elsewhere, and nothing is written. */
export async function attempt(voyage: Voyage, replica: Replica, drafts: readonly AnyDraft[]): Promise<void> {
  try {
    for (const hash of await write(voyage.fleet, replica, drafts)) givenTo(voyage, replica).add(hash)
  } catch (error) {
    if (!isProblem(error) && !isProblemOfLater(error)) throw error
  }
}

/** The later program has a class of its own. */
function isProblemOfLater(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'permission.denied'
}

export async function acceptAll(voyage: Voyage, replica: Replica): Promise<void> {
  await acceptReady(voyage.fleet, replica, async (accepted, proceed) => {
    await acceptAsTold(replica, accepted, hashOf, proceed)
    voyage.reached.future += accepted.plan.future
    for (const line of accepted.lines) if (line.state === 'present') givenTo(voyage, replica).add(hashOf(line))
  })
}

function hashOf({ header }: ChangeLine): string {
  return hashHeader(header)
}

export function givenTo({ given }: Voyage, { name }: Replica): Set<string> {
  const known = given.get(name) ?? new Set()
  given.set(name, known)
  return known
}

type AnyRow = { readonly entity: string; readonly id: string; readonly change: string }

export async function everyRow({ store, program }: Replica): Promise<readonly AnyRow[]> {
  const nouns = ['unit', 'visit', 'visitInspector', 'finding', 'evidence', 'recording'] as const
  return store.read(async (tx) => {
    const rows: AnyRow[] = []
    for (const entity of nouns) {
      if (!program.entities.some((known) => (known as string) === entity)) continue
      const found = await program.listRows(tx, entity as 'visit', { includeRemoved: true })
      for (const { id, change } of found) rows.push({ entity, id, change })
    }
    return rows
  })
}
