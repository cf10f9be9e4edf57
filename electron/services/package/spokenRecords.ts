import { type Entity, entities, isUnderOwned } from '../../contract/catalogue/catalogue.ts'
import {
  asksCase,
  canName,
  type CaseMade,
  goesDown,
  type Known,
  type Named,
  type Spoken,
} from '../../domain/downward/told.ts'
import type { TrustState } from '../../domain/rights/trust.ts'
import { loadMakings } from '../../store/change/makings.ts'
import { rootsOf } from '../../store/change/root.ts'
import { loadSpoken, type StoredRecord } from '../../store/query/downward.ts'
import { loadChanges } from '../../store/log/storedChange.ts'
import type { ReadTx } from '../../store/store.ts'

/** What headquarters may have to say, as it stands in its tables. */

/** `token`: another one where something else is to be said of it. `heads`: the changes whose values it shows. */
export type SpokenRecord = Spoken &
  Pick<StoredRecord, 'parent' | 'parentEntity' | 'token' | 'heads' | 'clock' | 'changeLog'>

/** What goes down itself, and what of a team's own records names something that does. */
export function concernsChannels(entity: Entity): boolean {
  return goesDown(entity) || (isUnderOwned(entity) && canName(entity))
}

export async function everySpoken(tx: ReadTx): Promise<readonly SpokenRecord[]> {
  const found: SpokenRecord[] = []
  for (const entity of entities.filter(concernsChannels)) found.push(...(await loadSpoken(tx, entity)))
  return found
}

/** Those of them that are here. */
export async function spokenOf(tx: ReadTx, named: readonly Named[]): Promise<readonly SpokenRecord[]> {
  const found: SpokenRecord[] = []
  for (const [entity, some] of Map.groupBy(named, (one) => one.entity)) {
    found.push(
      ...(await loadSpoken(
        tx,
        entity,
        some.map(({ id }) => id),
      )),
    )
  }
  return found
}

/** Of each record of which that is asked, by its id: whose case it is in. */
export async function casesMade(
  tx: ReadTx,
  records: readonly SpokenRecord[],
  { handOvers }: TrustState,
): Promise<ReadonlyMap<string, readonly CaseMade[]>> {
  const up = records.filter(({ entity }) => asksCase(entity))
  if (up.length === 0) return new Map()
  const roots = await rootsOf(tx, up)
  const makings = Map.groupBy(
    await loadMakings(tx, [...new Set([...roots.values()].map(({ id }) => id))]),
    ({ entityId }) => entityId,
  )
  return new Map(
    up.map(({ id }) => {
      const root = roots.get(id)?.id ?? id
      const handedTo = (handOvers.get(root) ?? []).map(({ to }) => to)
      return [id, (makings.get(root) ?? []).map(({ log, team }) => ({ log, team: team ?? null, handedTo }))]
    }),
  )
}

/** Which row a correction has changed: a team's own, which goes up, and comes down where headquarters has corrected it. */
export async function correctedRows(
  tx: ReadTx,
  records: readonly SpokenRecord[],
): Promise<(record: SpokenRecord) => readonly Named[]> {
  const named = new Map(
    records.flatMap(({ entity, id, values: { change } }) =>
      entity === 'correction' && typeof change === 'string' ? [[id, change] as const] : [],
    ),
  )
  if (named.size === 0) return () => []
  const changes = new Map((await loadChanges(tx, [...named.values()])).map((change) => [change.id, change]))
  return ({ id }) => {
    const change = changes.get(named.get(id) ?? '')
    return change === undefined ? [] : [{ entity: change.entity, id: change.entityId }]
  }
}

/** `asked`: some party works in a part of the units only, so that it matters which lie under which. */
export async function knownPlaces(
  tx: ReadTx,
  asked: boolean,
): Promise<Known & { below(unit: string): readonly string[] }> {
  const teams = new Set((await loadSpoken(tx, 'team')).map(({ id }) => id))
  const units = asked ? await loadSpoken(tx, 'unit') : []
  const above = new Map(units.map(({ id, values }) => [id, values['parentUnit']]))
  const children = Map.groupBy(units, ({ values }) => values['parentUnit'])
  return {
    teams,
    upwards: (unit) => walk(unit, (at) => [above.get(at)]),
    below: (unit) => walk(unit, (at) => (children.get(at) ?? []).map(({ id }) => id)).slice(1),
  }
}

/** Itself first; each once, or a circle would have no end. */
function walk(from: string, next: (at: string) => readonly unknown[]): readonly string[] {
  const found = new Set([from])
  for (const at of found) {
    for (const one of next(at)) if (typeof one === 'string') found.add(one)
  }
  return [...found]
}
