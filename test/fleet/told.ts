import { expect } from 'vitest'
import type { Entity } from './program.ts'
import type { Accepted, Replica } from './crew.ts'

/**
 * Nothing is missing without being told: every body that a replica was given is there, and is applied, in quarantine with a
 * reason, or counted as waiting for a later program or as not holding; and the files that it names are there too.
 */
export async function expectTold({ store, program }: Replica, given: ReadonlySet<string>): Promise<void> {
  const { changes, waiting, unapplied, rows } = await store.read(async (tx) => {
    const changes = await tx.db.selectFrom('change').selectAll().execute()
    const rows = new Map<string, ReadonlySet<string>>()
    for (const entity of program.entities) {
      const found = await tx.catalogue.selectFrom<Entity>(entity).select('id').execute()
      rows.set(entity, new Set(found.map(({ id }) => id)))
    }
    return { changes, rows, waiting: await program.countWaiting(tx), unapplied: await program.countUnapplied(tx) }
  })
  const present = changes.filter(({ bodyState }) => bodyState === 'present')
  const here = new Set(present.map(({ hash }) => hash))
  const lost = [...given].filter((hash) => !here.has(hash))
  const untold = present.filter(
    ({ verdict, reason, schemaVersion, included, declined, withdrawn, entity, entityId }) => {
      if (verdict === 'accepted') {
        const decided = declined === 1 || withdrawn === 1
        return decided ? included === 1 : included === 0 || rows.get(entity ?? '')?.has(entityId ?? '') !== true
      }
      if (verdict === 'refused') return reason === null || included === 1
      if (verdict === 'future') return included === 1
      // What claims a schema above this one may be no lie: it waits.
      return verdict !== 'invalid' || included === 1 || schemaVersion > program.schemaVersion
    },
  )
  const files = new Set<string>()
  for (const { body } of present) {
    // Read off the text itself: whether a program can read the body must not matter.
    for (const sha256 of (JSON.parse(body ?? '') as { blobs?: readonly string[] }).blobs ?? []) files.add(sha256)
  }
  const left: string[] = []
  for (const sha256 of files) if (!(await store.blobs.has(sha256))) left.push(sha256)
  const shown = untold.map(({ entity, verdict, schemaVersion }) => ({ entity, verdict, schemaVersion }))
  // What an upgrade has yet to look at is counted by its job, all else that waits on the desk.
  const unread = changes.filter(({ verdict }) => verdict === 'future' || verdict === 'invalid')
  const [now, later] = [true, false].map((isNow) =>
    unread.filter(({ schemaVersion, verdict }) =>
      isNow ? schemaVersion <= program.schemaVersion : schemaVersion > program.schemaVersion && verdict === 'future',
    ),
  )
  expect({ lost, untold: shown, left, waiting, unapplied }).toEqual({
    lost: [],
    untold: [],
    left: [],
    waiting: later?.length,
    unapplied: now?.length,
  })
}

/** Accepts, and holds the preview to what came of it: each body that was new is in one of its counts. */
export async function acceptAsTold(
  { store }: Replica,
  { plan, lines }: Accepted,
  hashOf: (line: Accepted['lines'][number]) => string,
  proceed: () => Promise<void>,
): Promise<void> {
  const hashes = lines.filter(({ state }) => state === 'present').map(hashOf)
  const select = () =>
    store.read((tx) =>
      tx.db
        .selectFrom('change')
        .select(['hash', 'verdict', 'bodyState'])
        .where('hash', 'in', hashes)
        .where('bodyState', '=', 'present')
        .execute(),
    )
  const before = new Set((await select()).map(({ hash }) => hash))
  await proceed()
  const fresh = (await select()).filter(({ hash }) => !before.has(hash))
  const count = (wanted: string) => fresh.filter(({ verdict }) => verdict === wanted).length
  const told = { fresh: fresh.length, future: plan.future, invalid: plan.invalid, refused: plan.refused.length }
  expect({
    fresh: new Set(hashes).size - before.size,
    future: count('future'),
    invalid: count('invalid'),
    refused: count('refused'),
  }).toEqual(told)
}
