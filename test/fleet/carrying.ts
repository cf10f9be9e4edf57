import { hashHeader } from '../../electron/crypto/change.ts'
import { signHead } from '../../electron/crypto/logKey.ts'
import { type Chance, shuffled } from './chance.ts'
import { pack, type Parcel, type Replica, stage } from './crew.ts'
import { program as ours } from './program.ts'
import type { RecordedLog } from './recorded.ts'
import { expectTold } from './told.ts'
import { type Voyage, givenTo, acceptAll } from './aboard.ts'

/** Every log from somebody who holds it whole, perhaps an older program; those of version 1 from the record; in pieces. */
export async function everyParcel(voyage: Voyage): Promise<readonly Parcel[]> {
  const { fleet, chance, recorded } = voyage
  const parcels: Parcel[] = []
  for (const replica of fleet.crew) {
    const { number } = await replica.store.read((tx) => replica.program.getLog(tx, replica.log))
    const holders = await Promise.all(
      fleet.crew.map(async (one) => ((await holdsWhole(one, replica.log, number)) ? [one] : [])),
    )
    const holder = chance.one(holders.flat()) ?? replica
    for (let from = 1; from <= number;) {
      const to = Math.min(number, from + 8 + chance.nat(40))
      parcels.push(await pack(fleet, holder, { log: replica.log, from, to }))
      from = to + 1
    }
  }
  for (const log of recorded) parcels.push(...cut(log, chance))
  return parcels
}

async function holdsWhole({ store }: Replica, log: string, number: number): Promise<boolean> {
  const { bodies } = await store.read((tx) =>
    tx.db
      .selectFrom('change')
      .select((eb) => eb.fn.countAll<number>().as('bodies'))
      .where('log', '=', log)
      .where('bodyState', '=', 'present')
      .executeTakeFirstOrThrow(),
  )
  return Number(bodies) === number
}

function cut({ lines, birth, privateKey, blobs }: RecordedLog, chance: Chance): readonly Parcel[] {
  const parcels: Parcel[] = []
  for (let from = 1; from <= lines.length;) {
    const to = Math.min(lines.length, from + 20 + chance.nat(60))
    const some = lines.slice(from - 1, to)
    const last = some.at(-1)
    if (last === undefined) break
    const head = hashHeader(last.header)
    const signedHead = signHead({ log: birth.log, number: to, hash: head }, privateKey)
    const ranges = [{ birth, from, to, bodiesFrom: from, bodiesTo: to, head, signedHead, chain: [] }]
    const named = new Map(some.flatMap((line) => ours.blobsNamed(line)).flatMap((name) => pick(blobs, name)))
    parcels.push({
      sender: birth.log,
      manifest: { ranges, changes: { count: some.length } },
      lines: some,
      blobs: named,
    })
    from = to + 1
  }
  return parcels
}

function pick(blobs: ReadonlyMap<string, Uint8Array>, name: string): readonly (readonly [string, Uint8Array])[] {
  const bytes = blobs.get(name)
  return bytes === undefined ? [] : [[name, bytes]]
}

/** A range of any log that the sender holds, some of its bodies perhaps withheld, to anybody. */
export async function send(voyage: Voyage): Promise<void> {
  const { fleet, chance } = voyage
  const [sender, receiver] = shuffled(fleet.crew, chance)
  if (sender === undefined || receiver === undefined) return
  const logs = await sender.store.read((tx) => sender.program.listLogs(tx))
  const log = chance.one(logs.filter(({ id, number }) => number > 0 && fleet.logKeys.has(id)))
  if (log === undefined) return
  const from = chance.once(2) ? 1 : 1 + chance.nat(log.number)
  const to = chance.once(2) ? log.number : Math.min(log.number, from + chance.nat(20))
  const bodiesFrom = chance.once(4) ? from + chance.nat(6) : from
  const parcel = await pack(fleet, sender, { log: log.id, from, to, bodiesFrom })
  await stage(fleet, receiver, parcel)
  if (chance.once(5)) await stage(fleet, receiver, parcel)
  await acceptAll(voyage, receiver)
  await expectTold(receiver, givenTo(voyage, receiver))
}

export async function sendRecorded(voyage: Voyage): Promise<void> {
  const { fleet, chance, recorded } = voyage
  const log = chance.one(recorded)
  const receiver = chance.one(fleet.crew)
  if (log === undefined || receiver === undefined) return
  for (const parcel of shuffled(cut(log, chance), chance)) await stage(fleet, receiver, parcel)
  await acceptAll(voyage, receiver)
  await expectTold(receiver, givenTo(voyage, receiver))
}
