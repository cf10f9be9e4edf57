import type * as z from 'zod'
import { isEntity } from '../../contract/catalogue/catalogue.ts'
import type { importRests } from '../../contract/exchange/incoming.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { entityLabel } from '../../domain/fieldLabel.ts'
import { getAccepted } from '../../store/imports/acceptedImports.ts'
import { type Resting, restsOnImport } from '../../store/imports/restsOn.ts'
import { listEvents } from '../../store/row/events.ts'
import type { ReadTx } from '../../store/store.ts'
import { type Names, namesIn } from '../record/recordName.ts'

export type ImportRests = z.infer<typeof importRests>

/** Of what is told by name; the number tells of the rest. */
const mostNamed = 100

/** What rests on an import, in words. Problem `record.notFound`. */
export async function viewRests(tx: ReadTx, importId: string): Promise<ImportRests> {
  const row = await getAccepted(tx, importId)
  const { edits, under, papers } = await restsOnImport(tx, importId)
  const told = new Set(papers.map(({ id }) => id))
  const names = namesIn(tx)
  const receipts = await listEvents(tx, 'receipt', {})
  return {
    edits: await named(names, edits),
    under: await named(
      names,
      under.filter(({ id }) => !told.has(id)),
    ),
    papers: await Promise.all(
      papers.map(async (paper) => ({ ...paper, name: await names.nameOfRecord({ entity: 'document', id: paper.id }) })),
    ),
    receipt: receipts.some((receipt) => receipt.package === row.package),
    withdrawn: row.withdrawal !== null,
  }
}

/**
 * Headquarters may undo an import on which a signed paper rests: nothing is deleted, the paper and its signatures stay as they
 * are, and restoring brings all back (decisions.md 83). But whoever does it has been told of the paper by name. Problem
 * `sync.signedPapers`.
 */
export function refuseUnseen({ papers }: ImportRests, seen: readonly string[]): void {
  const unseen = papers.filter(({ id, signed }) => signed > 0 && !seen.includes(id))
  if (unseen.length > 0) throw new Problem('sync.signedPapers', { papers: unseen.map(({ name }) => name) })
}

async function named(names: Names, some: readonly Resting[]): Promise<ImportRests['edits']> {
  const rows: ImportRests['edits']['rows'] = []
  for (const { entity, id, author } of some.slice(0, mostNamed)) {
    if (!isEntity(entity)) continue
    const name = await names.nameOfRecord({ entity, id })
    rows.push({ id, noun: entityLabel(entity), name, author: await names.authorOf(author) })
  }
  return { total: some.length, rows }
}
