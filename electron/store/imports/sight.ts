import type { ChangeLine } from '../../contract/change.ts'
import type { Sight } from '../../domain/log/parallel.ts'
import { readManifest } from '../change/importManifest.ts'
import { listed, query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'
import type { LogRange } from '../log/ranges.ts'

type Acceptance = { readonly log: string; readonly number: number; readonly name: string }

/**
 * What the logs of a staged package had taken in before each of their changes: they say so themselves, and what such a
 * package held is known here where it was written or taken in.
 */
export async function loadSight(tx: ReadTx, importId: string): Promise<Sight> {
  const staged = (await tx.run(selectStaged, { importId })).flatMap(acceptanceIn)
  const known = await tx.run(selectKnown, { importId })
  const told = [...staged, ...known.map(({ log, number, name }) => ({ log, number: Number(number), name: name ?? '' }))]
  const ranges = await rangesByName(tx, new Set(told.map(({ name }) => name)))
  const byLog = Map.groupBy(told, ({ log }) => log)
  return (maker, other) =>
    (byLog.get(maker.log) ?? []).some(
      ({ number, name }) => number < maker.number && (ranges.get(name) ?? []).some((range) => holds(range, other)),
    )
}

function holds(range: LogRange, { log, number }: { readonly log: string; readonly number: number }): boolean {
  return range.log === log && range.from <= number && number <= range.to
}

function acceptanceIn({ line: text }: { readonly line: string }): readonly Acceptance[] {
  const line = JSON.parse(text) as ChangeLine
  const name = line.state === 'present' ? line.body.set?.['package'] : undefined
  return typeof name === 'string' ? [{ log: line.header.log, number: line.header.number, name }] : []
}

async function rangesByName(tx: ReadTx, names: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly LogRange[]>> {
  const written = await tx.run(selectWritten, { names: [...names] })
  const ranges = new Map(written.map(({ manifest, ranges }) => [manifest, JSON.parse(ranges) as readonly LogRange[]]))
  for (const { package: name, manifest } of await tx.run(selectManifests, { names: [...names] })) {
    ranges.set(
      name,
      readManifest(manifest).ranges.map(({ birth, from, to }) => ({ log: birth.log, from, to })),
    )
  }
  return ranges
}

const selectWritten = query(({ db }, at: { readonly names: readonly string[] }) =>
  db.selectFrom('local_package').select(['manifest', 'ranges']).where('manifest', 'in', listed(at.names)).compile(),
)
const selectManifests = query(({ db }, at: { readonly names: readonly string[] }) =>
  db
    .selectFrom('local_import')
    .select(['package', 'manifest'])
    .where('package', 'in', listed(at.names))
    .where('accepted', 'is not', null)
    .compile(),
)
const selectStaged = query(({ db }, at: { readonly importId: string }) =>
  db
    .selectFrom('local_stagedChange')
    .select('line')
    .where('importId', '=', at.importId)
    .where('entity', '=', 'packageAccepted')
    .compile(),
)
const selectKnown = query(({ db }, at: { readonly importId: string }) =>
  db
    .selectFrom('packageAccepted')
    .select(['changeLog as log', 'changeNumber as number', 'package as name'])
    .where('changeLog', 'in', (eb) =>
      eb.selectFrom('local_stagedChange').select('log').distinct().where('importId', '=', at.importId),
    )
    .compile(),
)
