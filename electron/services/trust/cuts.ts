import { beijingDateTime } from '../../contract/beijing.ts'
import type { revocationKinds } from '../../contract/exchange/revocation.ts'
import { assertNever } from '../../domain/assertNever.ts'
import type { Position } from '../../domain/rights/cut.ts'
import { readTrust } from '../../store/change/trust.ts'
import type { EventDraft } from '../../store/change/said.ts'
import { headOf } from '../../store/log/log.ts'
import { logsOfAuthor } from '../../store/query/revocation.ts'
import { listPackages, type LocalPackage } from '../../store/local/localPackage.ts'
import { listEvents } from '../../store/row/events.ts'
import type { ReadTx } from '../../store/store.ts'
import { newRecord } from '../host/newRecord.ts'
import { peersOf } from './peer.ts'
import { seenOf } from './seen.ts'

export type Subject = { readonly kind: (typeof revocationKinds)[number]; readonly subject: string }

/**
 * Where an end made now cuts each log that it concerns (decisions.md 79): as far as its signed head has come with an accepted package;
 * a log of this headquarters, as far as it is written. A log of which nothing came has no cut, and nothing in it counts.
 */
export async function cutsNow(tx: ReadTx, subject: Subject): Promise<readonly Position[]> {
  const { headquartersLogs } = await readTrust(tx)
  const logs = await logsConcerned(tx, subject)
  const own: Position[] = []
  for (const log of logs.filter((one) => headquartersLogs.has(one))) {
    const head = await headOf(tx, log)
    if (head !== undefined) own.push({ log, number: head.number, id: head.hash })
  }
  const seen = await seenOf(
    tx,
    logs.filter((log) => !headquartersLogs.has(log)),
  )
  return [...own, ...seen]
}

/** The log itself; those in which the person has written or may write; those in which the certificate signed. */
async function logsConcerned(tx: ReadTx, { kind, subject }: Subject): Promise<readonly string[]> {
  switch (kind) {
    case '日志':
      return [subject]
    case '人员': {
      const { grants } = await readTrust(tx)
      const granted = grants.flatMap(({ person, log }) => (person === subject ? [log] : []))
      return [...new Set([...granted, ...(await logsOfAuthor(tx, subject))])]
    }
    case '证书': {
      const signed = await listEvents(tx, 'documentSigned')
      return [...new Set(signed.flatMap(({ certificate, changeLog }) => (certificate === subject ? [changeLog] : [])))]
    }
    default:
      return assertNever(kind)
  }
}

type Making = Parameters<typeof newRecord>[0]
/** Where a cut stands: what ends a right. */
export type End = { readonly entity: 'revocation' | 'teamLeft' | 'rootHandedOver'; readonly id: string }

/** The cuts of an end: up to these places what it ends still counts. */
export function cutDrafts(
  context: Making,
  { entity: parentEntity, id: parent }: End,
  places: readonly Position[],
): readonly EventDraft[] {
  return places.map(({ log, number, id: hash }): EventDraft => {
    const made = newRecord(context, { entity: 'cut', parent, parentEntity })
    return { entity: 'cut', ...made, parent, parentEntity, set: { log, number, hash } }
  })
}

export type CutView = {
  readonly log: string
  readonly name: string
  readonly number: number
  readonly words: string
}

/** Places in logs as a person knows them: by the packages that brought them. */
export async function viewCuts(tx: ReadTx, cuts: readonly Omit<Position, 'id'>[]): Promise<CutView[]> {
  const packages = (await listPackages(tx)).filter(({ direction }) => direction === 'in')
  const names = await logNames(tx)
  return cuts.map(({ log, number }) => ({
    log,
    name: names.get(log) ?? '总部',
    number,
    words: wordsOf(packages, { log, number }),
  }))
}

function wordsOf(packages: readonly LocalPackage[], { log, number }: Omit<Position, 'id'>): string {
  const bringing = packages.flatMap((one) => {
    const range = one.ranges.find((part) => part.log === log && part.from <= number && number <= part.to)
    return range === undefined ? [] : [{ ...one, last: range.to }]
  })
  // The one that ends there, else the one with the least beyond; of several the first that came.
  const [brought] = bringing.toSorted((a, b) => a.last - b.last || compareText(a.receivedAt, b.receivedAt))
  if (brought === undefined) return number === 0 ? '还没有收到过，全部不算' : `截至第 ${number} 条`
  const place = brought.last === number ? '' : `中的第 ${number} 条`
  return `截至第 ${brought.serial} 号数据包${place}（${beijingDateTime(brought.receivedAt ?? brought.madeAt)}）`
}

function compareText(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '')
}

/** What people call each computer: as it was enrolled. */
export async function logNames(tx: ReadTx): Promise<ReadonlyMap<string, string>> {
  const enrolled = await listEvents(tx, 'logEnrolled')
  const peers = await peersOf(tx)
  return new Map([
    ...enrolled.flatMap(({ log, name }) => (log === null ? [] : [[log, name ?? ''] as const])),
    ...peers.map(({ log, name }) => [log, name] as const),
  ])
}
