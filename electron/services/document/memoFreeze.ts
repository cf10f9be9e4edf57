import * as z from 'zod'
import { Problem } from '../../contract/problem/problem.ts'
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.ts'
import { sha256Hex } from '../../crypto/hash.ts'
import { beijingDay } from '../../domain/chineseDate.ts'
import { freezeObstacles, requiredSigners, type RequiredSigner } from '../../domain/memo.ts'
import { memoCode, printedHeads, printedRows, type PrintedHead } from '../../domain/memoPrinted.ts'
import { mayFreeze, nextVersion } from '../../domain/memoState.ts'
import { printCopySidePx } from '../../picture/copies.ts'
import { placeholderPicture } from '../../picture/signatureLinePicture.ts'
import { placeSignatureLines } from '../../signature/signatureLine.ts'
import { findEvent } from '../../store/row/events.ts'
import { headsOf } from '../../store/row/rows.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { recordInJob, type Draft, type JobContext } from '../host/procedure.ts'
import { defineJob } from '../host/startJob.ts'
import type { JobReport } from '../job/jobRunner.ts'
import { gatherContent, printCopies, type MemoContent } from './memoContent.ts'
import { memoDocument } from './memoDocument.ts'
import { stateOfMemo } from './memoMaterial.ts'

type Gathered = MemoContent & {
  readonly printed: readonly PrintedHead[]
  readonly version: number
}

/** The version has its id beforehand: a process that was stopped just after it was made makes no second one. */
const freezeSchema = z.object({ id: z.uuid(), version: z.uuid() })

export const freezeJob = defineJob('memo.freeze', freezeSchema, freezeMemo)

/**
 * Freezes a memo: prints it, places the signature lines, keeps both blobs and records the version with its signers in one
 * operation. Problems `memo.incomplete` (each gap named), `memo.signed`, `memo.changedMeanwhile`.
 */
async function freezeMemo(
  context: JobContext,
  { id, version }: z.infer<typeof freezeSchema>,
  report: JobReport,
): Promise<{ version: string }> {
  const { host, session } = context
  const { store, drill } = session.workspace
  if ((await store.read((tx) => findEvent(tx, 'memoFrozen', version))) !== undefined) return { version }
  const gathered = await store.read((tx) => gather(tx, store, id))
  const printed = new TextEncoder().encode(canonicalJson(gathered.printed as JsonValue))
  const code = memoCode(Buffer.from(sha256Hex(printed), 'hex'))
  const { evidence } = gathered
  const photos = await printCopies({ host, store, evidence, maxSidePx: printCopySidePx }, report)
  report.progress(photos.size, photos.size + 1, '排版')
  const today = beijingDay(host.instant())
  const printing = memoDocument({ ...gathered, photos, drill, draft: false, code, today })
  const unsigned = await host.workers.run('renderMemo', [printing])
  const lines = requiredSigners(gathered.rows).map((signer) => ({ ...signer, line: `{${host.newId().toUpperCase()}}` }))
  const document = await placeSignatureLines(unsigned, await signatureLines(lines))
  const blobs = {
    printed: (await store.blobs.put(printed)).sha256,
    document: (await store.blobs.put(document)).sha256,
  }
  report.signal.throwIfAborted()
  await recordInJob(context, async (tx, record) => {
    const now = await gather(tx, store, id)
    if (canonicalJson(now.printed as JsonValue) !== canonicalJson(gathered.printed as JsonValue)) {
      throw new Problem('memo.changedMeanwhile', {})
    }
    await record([
      { entity: 'memoFrozen', id: version, parent: id, set: { version: now.version, code, ...blobs } },
      ...lines.map(({ person, name, role, line, place }): Draft => ({
        entity: 'memoSigner',
        id: host.newId(),
        parent: version,
        set: { person, name, role, line: person === null ? null : line, place },
      })),
    ])
  })
  report.progress(photos.size + 1, photos.size + 1, '完成')
  return { version }
}

async function gather(tx: ReadTx, store: Store, id: string): Promise<Gathered> {
  const content = await gatherContent(tx, id)
  const { rows } = content
  const state = await stateOfMemo(tx, store, id)
  if (!mayFreeze(state)) throw new Problem('memo.signed', {})
  const obstacles = freezeObstacles(rows)
  if (obstacles.length > 0) {
    throw new Problem('memo.incomplete', { gaps: obstacles.map(({ name, missing }) => ({ name, missing })) })
  }
  const heads = await Promise.all(
    printedRows(rows).map(async (row) => ({ ...row, heads: await headsOf(tx, row.entity, row.id) })),
  )
  return {
    ...content,
    printed: printedHeads(heads),
    version: nextVersion(state),
  }
}

async function signatureLines(lines: readonly (RequiredSigner & { readonly line: string })[]) {
  const placeholder = await placeholderPicture()
  return lines
    .filter(({ person }) => person !== null)
    .map(({ line, name, role }) => ({ id: line, suggestedSigner: name, suggestedSignerTitle: role, placeholder }))
}
