import type { BirthRecord, ChangeBody } from '../../../electron/contract/change.ts'
import { createLogKey } from '../../../electron/crypto/logKey.ts'
import { addLog } from '../../../electron/store/change/addLog.ts'
import { append } from '../../../electron/store/change/changeLog.ts'
import { rebuildTables } from '../../../electron/store/change/rebuild.ts'
import type { RowDraft } from '../../../electron/store/change/said.ts'
import { addOwnLog } from '../../../electron/store/log/log.ts'
import { conflictsOf, findRow, headsOf } from '../../../electron/store/row/rows.ts'
import { createParties } from '../parties.ts'
import { carry, createReplica, enrol, pack, type Package, type Replica, type World } from '../world.ts'

/** A log of headquarters for what goes down to one party. */
export type Channel = { readonly log: string; readonly birth: BirthRecord }

export async function openChannel(world: World, { store }: Replica): Promise<Channel> {
  const { publicKeySpki: publicKey, privateKeyPkcs8: privateKey } = createLogKey()
  const birth = { log: world.newId(), publicKey, predecessor: null }
  world.logKeys.set(birth.log, privateKey)
  await store.write((tx) => addOwnLog(tx, { birth, privateKey, kind: 'channel' }))
  return { log: birth.log, birth }
}

/** Headquarters says rows again for whoever reads that channel. Returns the ids of the changes. */
export async function sayAgain(
  world: World,
  { store, person: author }: Replica,
  { log }: Channel,
  drafts: readonly RowDraft[],
): Promise<readonly string[]> {
  world.tick()
  const operation = { log, operation: world.newId(), author, at: world.instant(), restate: true, drafts }
  return store.write((tx) => append(tx, operation))
}

/** A headquarters with two channels and a unit, and a team that it has enrolled and that knows which logs are its. */
export async function createUnit() {
  const { world, headquarters, team } = await createParties()
  const [channel, other] = [await openChannel(world, headquarters), await openChannel(world, headquarters)]
  await enrol(world, headquarters, team)
  const unit = world.newId()
  await headquarters.write([{ entity: 'unit', id: unit, set: { name: '旧名', code: '13701' } }])
  await learn(team, [headquarters, channel, other])

  const send = (to: Replica, log: string, from = 1) =>
    pack(world, headquarters, [{ log, from }]).then((parcel) => carry(world, to, parcel))
  return {
    ...{ world, headquarters, team, channel, other, unit },
    rename: (name: string) => headquarters.write([{ entity: 'unit', id: unit, set: { name } }]),
    sayUnit: (by: Channel) => sayAgain(world, headquarters, by, [{ entity: 'unit', id: unit, set: {} }]),
    send,
    /** A replica that takes these for headquarters' logs, and has these packages in that order. */
    reader: async (name: string, parcels: readonly Package[], known: readonly { readonly birth: BirthRecord }[]) => {
      const reader = await createReplica(world, name)
      await learn(reader, known)
      for (const parcel of parcels) await carry(world, reader, parcel)
      return reader
    },
    at: (replica: Replica) => lookAt(replica, unit),
  }
}

export async function learn(replica: Replica, known: readonly { readonly birth: BirthRecord }[]): Promise<void> {
  for (const { birth } of known) {
    if (birth.log !== replica.log) await replica.store.write((tx) => addLog(tx, { birth, kind: 'headquarters' }))
  }
}

/** All that is shown of a unit; the same after its tables have been made anew, or it throws. */
export async function lookAt(replica: Replica, id: string) {
  const look = () =>
    replica.store.read(async (tx) => ({
      row: await findRow(tx, 'unit', id),
      heads: await headsOf(tx, 'unit', id),
      conflicts: (await conflictsOf(tx, 'unit', id)).map(({ field, values }) => ({
        field,
        values: values.map(({ change, value, log }) => ({ change, value, log })),
      })),
    }))
  const seen = await look()
  await rebuildTables(replica.store)
  const rebuilt = await look()
  if (JSON.stringify(seen) !== JSON.stringify(rebuilt)) throw new Error('a rebuild shows another row')
  return seen
}

export async function bodyOf({ store }: Replica, hash: string | undefined): Promise<ChangeBody> {
  const row = await store.read((tx) =>
    tx.db
      .selectFrom('change')
      .select('body')
      .where('hash', '=', hash ?? '')
      .executeTakeFirstOrThrow(),
  )
  return JSON.parse(row.body ?? '') as ChangeBody
}
