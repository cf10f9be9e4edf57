import { createHash } from 'node:crypto'
import type { BirthRecord, ChangeLine } from '../../electron/contract/change.ts'
import { selectLines } from '../../electron/store/imports/exporting.ts'
import { planImport } from '../../electron/store/imports/importPlan.ts'
import { acceptImport, beginImport, stageLines } from '../../electron/store/imports/importing.ts'
import { birthOf, getLog } from '../../electron/store/log/log.ts'
import { drawFrom } from './draw.ts'
import { birthHash, headerHash, signedHead } from './pen.ts'
import { ownLogs, type Replica } from './replica.ts'
import { type Line, reach, replicasOf, type Scene } from './scene.ts'

/** What a package brings of one log: its lines by number, ended by a head that its key signed. */
export type Range = {
  readonly birth: BirthRecord
  readonly from: number
  readonly to: number
  readonly head: string
  readonly lines: readonly Line[]
}
export type Parcel = { readonly ranges: readonly Range[] }

/** The changes of a log that the replica holds from a number on, written out as for a real package. */
export async function packRange(
  { store }: Replica,
  { log, from, most }: { readonly log: string; readonly from: number; readonly most: number },
): Promise<Range | undefined> {
  return store.read(async (tx) => {
    const known = await getLog(tx, log)
    const to = Math.min(known.number, from + most - 1)
    if (to < from) return undefined
    const lines: Line[] = []
    for await (const line of selectLines(tx, [{ log, from, to, bodiesFrom: from }])) {
      lines.push({ hash: headerHash(line.header), line })
    }
    const head = lines.findLast(({ line }) => line.header.number === to)?.hash ?? ''
    return { birth: birthOf(known), from, to, head, lines }
  })
}

/** Without these bodies, which another package brings later. */
export function withhold(parcel: Parcel, held: (hash: string) => boolean): Parcel {
  const bare = ({ hash, line }: Line): Line =>
    held(hash) ? { hash, line: { state: 'withheld', header: line.header } } : { hash, line }
  return { ranges: parcel.ranges.map((range) => ({ ...range, lines: range.lines.map(bare) })) }
}

/** A package that lies in the replica's inbox, staged and not accepted. */
export type Waiting = { readonly id: string; readonly parcel: Parcel }

export async function stageParcel(scene: Scene, replica: Replica, parcel: Parcel, name: string): Promise<Waiting> {
  const draw = drawFrom(`${scene.seed} staging ${name}`)
  const id = draw.id(scene.clock.now)
  const lines = parcel.ranges.flatMap((range): readonly ChangeLine[] => range.lines.map(({ line }) => line))
  const manifest = JSON.stringify({
    ranges: parcel.ranges.map(({ birth, from, to, head }) => ({
      ...{ birth, from, to, bodiesFrom: from, bodiesTo: to, head, chain: [] },
      signedHead: signedHead({ log: birth.log, number: to, hash: head }, keyOf(scene, birth.log)),
    })),
    changes: { count: lines.length },
  })
  const named = createHash('sha256').update(`${name} ${manifest}`).digest('hex')
  await beginImport(replica.store, { id, package: named, sender: replica.birth.log, serial: 1, manifest })
  const batch = 1 + draw.below(9)
  for (let start = 0; start < lines.length; start += batch) {
    await stageLines(replica.store, id, lines.slice(start, start + batch))
  }
  return { id, parcel }
}

/** Accepts what can be accepted, until nothing more becomes ready; gives back what goes on waiting. */
export async function acceptReady(
  scene: Scene,
  replica: Replica,
  waiting: readonly Waiting[],
): Promise<readonly Waiting[]> {
  let left = waiting
  for (;;) {
    const known = await knownHashes(replica)
    const ready = left.filter(({ parcel }) => parcel.ranges.every((range) => joins(range, known)))
    for (const one of ready) await accept(scene, replica, one)
    if (ready.length === 0) return left
    left = left.filter((one) => !ready.includes(one))
  }
}

function joins({ birth, from, lines }: Range, known: ReadonlySet<string>): boolean {
  const origin = birthHash(birth)
  return lines
    .filter(({ line }) => line.header.number === from)
    .every(({ line: { header } }) => (from === 1 ? header.previous === origin : known.has(header.previous)))
}

export async function knownHashes({ store }: Replica): Promise<ReadonlySet<string>> {
  const rows = await store.read((tx) => tx.db.selectFrom('change').select('hash').execute())
  return new Set(rows.map(({ hash }) => hash))
}

/** A log that was revoked may accept nothing any more; before that moment it may. */
const beforeEverything = '2014-01-01T00:00:00.000Z'

async function accept(scene: Scene, replica: Replica, { id }: Waiting): Promise<void> {
  const plan = await planImport(replica.store, id)
  if (plan.state !== 'ready') throw new Error('a package that joins what is here is not ready')
  for (const { reason } of plan.refused) reach(scene, reason)
  if (plan.refused.length > 0) reach(scene, 'refused')
  if (plan.conflicts > 0) reach(scene, 'conflicts')
  const draw = drawFrom(`${scene.seed} accepting ${id}`)
  scene.clock.now += 1000
  const set = { package: 'a'.repeat(64), sender: replica.birth.log, serial: 1, changes: 0, blobs: 0, refused: 0 }
  await acceptImport(replica.store, id, {
    accepted: {
      log: replica.birth.log,
      operation: draw.id(scene.clock.now),
      author: replica.person,
      at: beforeEverything,
      drafts: [{ entity: 'packageAccepted', id: draw.id(scene.clock.now), set }],
    },
  })
}

function keyOf(scene: Scene, log: string): string {
  const owner = [...replicasOf(scene).flatMap(ownLogs), ...scene.hostile].find(({ birth }) => birth.log === log)
  if (owner === undefined) throw new Error('nobody holds the key of that log')
  return owner.privateKey
}
