import type { RowEntity } from '../../contract/catalogue/catalogue.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { isRemoved } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { standingPapers } from '../../store/local/localDocument.ts'
import { namesIn } from './recordName.ts'

/** Problems `record.notFound`, `record.removed`: what was removed is brought back before it is edited or built on. */
export async function requirePresent(tx: ReadTx, entity: RowEntity, id: string): Promise<void> {
  if (await isRemoved(tx, entity, id))
    throw new Problem('record.removed', { record: await namesIn(tx).callOf({ entity, id }) })
}

/** Problem `record.printed`: what stands on a frozen or signed paper is never removed, whoever asks (decisions.md 5). */
export async function refusePrinted(tx: ReadTx, entity: RowEntity, id: string): Promise<void> {
  const papers = await standingPapers(tx, [id])
  if (papers.length === 0) return
  const named = papers.map(({ kind, version, state }) => `${kind}（第 ${version ?? 1} 版，${state}）`)
  throw new Problem('record.printed', { record: await namesIn(tx).callOf({ entity, id }), papers: named })
}
