import type { JoinedEntity } from '../../contract/catalogue/catalogue.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { mayJoin, type Member } from '../../domain/identity/sameAs.ts'
import { loadIdentities, loadMembers } from '../../store/query/identity.ts'
import { loadGiven } from '../../store/log/headquarters.ts'
import { reasonAgainstJoin, type Writer } from '../../store/change/foreseen.ts'
import { countUses } from '../../store/query/uses.ts'
import { getRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import type { Host, Session } from '../host/host.ts'
import type { Draft, WritingContext } from '../host/procedure.ts'

/** Saying of two units, or two people, that they are the same, and taking it back (decisions.md 64, 84, 97). */

type Two = { readonly one: string; readonly other: string }
type Asking = { readonly tx: ReadTx; readonly host: Pick<Host, 'instant'>; readonly session: Session }

/** Problems `record.notFound`, `roster.joinedAlready`, `roster.joinRefused`. */
export async function join(context: WritingContext, noun: JoinedEntity, two: Two): Promise<{ id: string }> {
  const { tx, record } = context
  const names = { one: await nameOf(tx, noun, two.one), other: await nameOf(tx, noun, two.other) }
  if (await areSame(tx, noun, two)) throw new Problem('roster.joinedAlready', names)
  const draft = await findJoin(context, noun, two)
  if (draft === undefined) throw new Problem('roster.joinRefused', names)
  await record([draft])
  return { id: (await loadIdentities(tx, noun)).representativeOf(two.one) }
}

/** Takes a row out of all that it is joined to. Problems `record.notFound`, `roster.apartRefused`. */
export async function separate(context: WritingContext, noun: JoinedEntity, id: string): Promise<{ id: string }> {
  const { tx, record } = context
  const name = await nameOf(tx, noun, id)
  const rows = (await loadIdentities(tx, noun)).edgesAt(id).map(({ from }) => from)
  const refused = await Promise.all(rows.map((row) => isRefused(context, noun, row, null)))
  if (rows.length === 0 || refused.includes(true)) throw new Problem('roster.apartRefused', { name })
  await record(rows.map((row) => sameAs(noun, row, null)))
  return { id }
}

/** What would make the two one if it were said here; undefined where nobody here may say it, or they are one. */
export async function findJoin(asking: Asking, noun: JoinedEntity, { one, other }: Two): Promise<Draft | undefined> {
  const { tx, session } = asking
  if (await areSame(tx, noun, { one, other })) return undefined
  const isHeadquarters = (await loadGiven(tx)).headquartersLogs.has(session.workspace.log)
  for (const { from, to } of await possibleJoins(tx, noun, { one, other })) {
    if (!mayJoin({ isHeadquarters }, from, to)) continue
    if (!(await isRefused(asking, noun, from.id, to.id))) return sameAs(noun, from.id, to.id)
  }
  return undefined
}

/** How often each is named by its own id. */
export async function uses(tx: ReadTx, noun: JoinedEntity, ids: readonly string[]) {
  return [...(await countUses(tx, noun, ids))]
}

/** Each row that says nothing of itself yet with each of the other set; stand-ins speak first. */
async function possibleJoins(tx: ReadTx, noun: JoinedEntity, { one, other }: Two) {
  const { membersOf, edgesAt } = await loadIdentities(tx, noun)
  const sets = [membersOf(one), membersOf(other)]
  const members = new Map((await loadMembers(tx, noun, sets.flat())).map((member) => [member.id, member]))
  const [first = [], second = []] = sets.map((ids) => ids.flatMap((id) => members.get(id) ?? []))
  const isFree = ({ id }: Member) => !edgesAt(id).some(({ from }) => from === id)
  const pairs = (froms: readonly Member[], tos: readonly Member[]) =>
    froms.filter(isFree).flatMap((from) => tos.map((to) => ({ from, to })))
  return [...pairs(first, second), ...pairs(second, first)].toSorted((a, b) => rank(a.from) - rank(b.from))
}

function rank({ isEnrolled, isHeadquarters }: Member): number {
  return Number(isEnrolled) + Number(isHeadquarters)
}

async function areSame(tx: ReadTx, noun: JoinedEntity, { one, other }: Two): Promise<boolean> {
  return (await loadIdentities(tx, noun)).membersOf(one).includes(other)
}

async function isRefused({ tx, host, session }: Asking, entity: JoinedEntity, id: string, other: string | null) {
  const writer: Writer = { log: session.workspace.log, author: session.person, at: host.instant() }
  return (await reasonAgainstJoin(tx, writer, { entity, id, sameAs: other })) !== null
}

function sameAs(entity: JoinedEntity, id: string, other: string | null): Draft {
  return entity === 'unit' ? { entity, id, set: { sameAs: other } } : { entity, id, set: { sameAs: other } }
}

async function nameOf(tx: ReadTx, noun: JoinedEntity, id: string): Promise<string> {
  return (await getRow(tx, noun, id)).name ?? '（没有名称）'
}
