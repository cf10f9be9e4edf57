import { foldedName } from '../../domain/identity/foldedName.ts'
import type { People } from '../../domain/identity/lineSignatures.ts'
import type { Edge } from '../../domain/identity/sameAs.ts'
import { type Headquarters, valuesSpoken } from '../../domain/log/spoken.ts'
import { loadIdentities } from '../../store/query/identity.ts'
import type { ReadTx } from '../../store/store.ts'
import { loadGiven } from '../../store/log/headquarters.ts'
import { type KnownChange, loadChangesOf } from '../../store/log/storedChange.ts'

/** Who is the same as whom, now and by the joins that these signatures name. */
export async function peopleOf(tx: ReadTx, signed: readonly { readonly joins: string | null }[] = []): Promise<People> {
  const { representativeOf } = await loadIdentities(tx, 'person')
  const said = await loadSaid(tx, [...new Set(signed.flatMap(({ joins }) => joinsIn(joins)))])
  return {
    isSame: (one, other) => representativeOf(one) === representativeOf(other),
    areLedBy(joins, named, other) {
      let at: string | undefined = joins === null ? undefined : named
      for (const join of joinsIn(joins)) at = otherEnd(join, said.get(join), at)
      return at === other
    },
  }
}

/** As a signature names them: ‹row›:‹change›, with a blank between. */
export function toldJoins(way: readonly Edge[]): string | null {
  return way.length === 0 ? null : way.map(({ from, id }) => `${from}:${id}`).join(' ')
}

function joinsIn(joins: string | null): readonly string[] {
  return (joins ?? '').split(' ').filter((join) => join !== '')
}

function rowOf(join: string): string {
  return join.slice(0, join.indexOf(':'))
}

function otherEnd(join: string, target: string | undefined, at: string | undefined): string | undefined {
  const row = rowOf(join)
  return target === undefined ? undefined : at === row ? target : at === target ? row : undefined
}

/**
 * Which row each of these joins its own to, where the change that says so counts, by itself or said again; or did until
 * headquarters said otherwise: what was signed by it stays signed. A team joins only who are, or were, called the same.
 */
async function loadSaid(tx: ReadTx, joins: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (joins.length === 0) return new Map()
  const { headquartersLogs } = await loadGiven(tx)
  const own = await loadSpoken(tx, [...new Set(joins.map(rowOf))], headquartersLogs)
  const edges = [...own].flatMap(([row, spoken]) =>
    (spoken.get('sameAs') ?? []).flatMap(({ id, log, value }) =>
      typeof value === 'string' ? [{ join: `${row}:${id}`, row, log, to: value }] : [],
    ),
  )
  const targets = await loadSpoken(tx, [...new Set(edges.map(({ to }) => to))], headquartersLogs)
  const areCalledTheSame = (row: string, to: string) => {
    const names = namesOf(targets.get(to))
    return [...namesOf(own.get(row))].some((name) => names.has(name))
  }
  const counting = edges.filter(({ row, to, log }) => headquartersLogs.has(log) || areCalledTheSame(row, to))
  return new Map(counting.map(({ join, to }) => [join, to]))
}

type SpokenFields = ReturnType<typeof valuesSpoken<KnownChange>>

async function loadSpoken(
  tx: ReadTx,
  rows: readonly string[],
  headquarters: Headquarters,
): Promise<ReadonlyMap<string, SpokenFields>> {
  const changes = (rows.length === 0 ? [] : await loadChangesOf(tx, rows)).filter(
    ({ entity, verdict, reason }) => entity === 'person' && (verdict === 'accepted' || reason === 'joinSettled'),
  )
  const byRow = Map.groupBy(changes, ({ entityId }) => entityId)
  return new Map([...byRow].map(([row, own]) => [row, valuesSpoken(own, headquarters)]))
}

function namesOf(spoken: SpokenFields | undefined): ReadonlySet<string> {
  const names = (spoken?.get('name') ?? []).flatMap(({ value }) =>
    typeof value === 'string' ? [foldedName(value)] : [],
  )
  return new Set(names.filter((name) => name !== ''))
}
