import { nounOf } from '../../contract/catalogue/catalogue.ts'
import {
  asksCase,
  type CaseMade,
  goesDown,
  isItsCase,
  isTold,
  type Known,
  type Named,
  namesIn,
  needsNames,
} from '../../domain/downward/told.ts'
import type { TrustState } from '../../domain/rights/trust.ts'
import { trustOf } from '../../store/change/trust.ts'
import { markHandedOver, notedChannels, putDownwardNotes } from '../../store/local/localDownward.ts'
import { findPackage, lastSentNumber } from '../../store/local/localPackage.ts'
import { hasChannels } from '../../store/log/log.ts'
import type { WriteTx } from '../../store/store.ts'
import { type ChannelParty, channelParties } from './channelParty.ts'
import {
  casesMade,
  concernsChannels,
  correctedRows,
  everySpoken,
  knownPlaces,
  type SpokenRecord,
  spokenOf,
} from './spokenRecords.ts'
import { keyOf, Notes, notesFor, Wanted } from './wantedDown.ts'

/**
 * Notes at headquarters, in the transaction that writes it, for whom something new waits (decisions.md 54 and 80): the desk reads what
 * is noted, and an export says it. What a party was once told of it is told of again whenever it changes.
 */
export async function noteDownward(tx: WriteTx): Promise<void> {
  const touched = [...tx.touched.values()]
  const named = touched.flatMap(({ entity, id }) =>
    entity !== 'package' && concernsChannels(entity) ? [{ entity, id }] : [],
  )
  const ofPackages = touched.flatMap(({ entity, id }) => (entity === 'package' ? [id] : []))
  if ((named.length === 0 && ofPackages.length === 0) || !(await hasChannels(tx))) return
  const { state } = await trustOf(tx)
  const parties = await channelParties(tx, state)
  const records = await spokenOf(tx, named)
  const anew = await partiesAnew(tx, parties, records)
  // Where units lie is asked of what lies somewhere: an import of visits need not read the whole roster.
  const asksPlaces = anew.length > 0 || records.some(({ entity }) => nounOf(entity).toldTo === 'named')
  const known = await knownPlaces(tx, asksPlaces && parties.some(({ area }) => area !== 'everywhere'))
  const moved = records.flatMap(({ entity, id }) => (entity === 'unit' ? known.below(id) : []))
  const below = await spokenOf(
    tx,
    moved.map((id) => ({ entity: 'unit', id })),
  )
  const rest = parties.filter((party) => !anew.includes(party))
  if (anew.length > 0) await note(tx, await everySpoken(tx), { parties: anew, known, state })
  if (named.length > 0) await note(tx, [...records, ...below], { parties: rest, known, state })
  const sentTo = await peersOfPackages(tx, ofPackages)
  for (const party of parties) {
    const { channel, log } = party
    if (sentTo.has(log) || anew.includes(party)) {
      await markHandedOver(tx, channel, await lastSentNumber(tx, log, channel))
    }
  }
}

async function peersOfPackages(tx: WriteTx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const peers = new Set<string>()
  for (const id of ids) {
    // Of a channel in which something was noted windows are told as of a package.
    const row = await findPackage(tx, id)
    if (row !== undefined) peers.add(row.peer)
  }
  return peers
}

/** Those of whom nothing is noted yet, and those whose team or work is another now. */
async function partiesAnew(
  tx: WriteTx,
  parties: readonly ChannelParty[],
  records: readonly SpokenRecord[],
): Promise<readonly ChannelParty[]> {
  const noted = await notedChannels(tx)
  return parties.filter((party) => !noted.has(party.channel) || records.some((record) => widens(record, party)))
}

/** Whether a decision lets the party see more: another is in its team now, a case was given to it, it works elsewhere. */
function widens({ entity, values }: SpokenRecord, { log, mates, teams }: ChannelParty): boolean {
  if (entity === 'teamMember') return typeof values['log'] === 'string' && mates.has(values['log'])
  if (entity === 'rootHandedOver') return typeof values['to'] === 'string' && teams.has(values['to'])
  return entity === 'grant' && values['unit'] !== null && values['log'] === log
}

type For = { readonly parties: readonly ChannelParty[]; readonly known: Known; readonly state: TrustState }

/** Notes these for the parties that they are for, and what they name for those who need it. */
async function note(tx: WriteTx, first: readonly SpokenRecord[], { parties, known, state }: For): Promise<void> {
  const wanted = new Wanted(parties)
  const notes = new Notes()
  let round = first
  while (round.length > 0 && parties.length > 0) {
    await notes.load(tx, round)
    const cases = await casesMade(tx, round, state)
    const corrected = await correctedRows(tx, round)
    const next = new Map<string, Named>()
    for (const record of round) {
      for (const party of parties) {
        if (!speaksTo(record, party, { known, notes, wanted, cases })) continue
        for (const one of [...namesIn(record), ...corrected(record)]) {
          if (wanted.add(party, one)) next.set(keyOf(one), one)
        }
      }
    }
    wanted.keep(round)
    round = await spokenOf(tx, [...next.values()])
  }
  await putDownwardNotes(tx, await notesFor(tx, { wanted, notes }))
}

type Looked = {
  readonly known: Known
  readonly notes: Notes
  readonly wanted: Wanted
  readonly cases: ReadonlyMap<string, readonly CaseMade[]>
}

/** Whether the party needs what the record names; one that goes down is wanted for it then too. */
function speaksTo(record: SpokenRecord, party: ChannelParty, { known, notes, wanted, cases }: Looked): boolean {
  if (!goesDown(record.entity)) return isOfItsCase(record, party, cases)
  const isFor =
    isTold(record, party, known) ||
    isOfItsCase(record, party, cases) ||
    notes.of(party.channel, record) !== undefined ||
    wanted.has(party, record)
  if (!isFor) return false
  wanted.add(party, record)
  return needsNames(record, party)
}

function isOfItsCase({ entity, id }: SpokenRecord, party: ChannelParty, cases: Looked['cases']): boolean {
  return asksCase(entity) && (cases.get(id) ?? []).some((made) => isItsCase(made, party))
}
