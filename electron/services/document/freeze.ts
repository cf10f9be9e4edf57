import { newRecord } from '../host/newRecord.ts'
import * as z from 'zod'
import { Problem } from '../../contract/problem/problem.ts'
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.ts'
import { sha256Hex } from '../../crypto/hash.ts'
import { beijingDay } from '../../contract/beijing.ts'
import type { RequiredSigner } from '../../domain/document.ts'
import { mayFreeze, nextVersion } from '../../domain/documentState.ts'
import { printedHeads, printedLines, type PrintedHead, type PrintedSet } from '../../domain/printed.ts'
import { versionCode } from '../../domain/versionCode.ts'
import { printCopySidePx } from '../../picture/copies.ts'
import { placeholderPicture } from '../../picture/signatureLinePicture.ts'
import { placeSignatureLines } from '../../signature/signatureLine.ts'
import { findEvent } from '../../store/row/events.ts'
import { headsOf } from '../../store/row/rows.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { recordInJob, type Draft, type JobContext } from '../host/procedure.ts'
import { defineJob } from '../host/startJob.ts'
import type { JobReport } from '../job/jobRunner.ts'
import { printCopies } from './printCopies.ts'
import { gatherDocument, type Gathered } from './reader.ts'
import { refuseUntold } from './signers.ts'
import { stateOfDocument } from './state.ts'
import { refuseUnread } from './unread.ts'

type Freezing = Gathered & { readonly printed: readonly (PrintedHead | PrintedSet)[]; readonly version: number }

/** The version has its id beforehand: a process that was stopped just after it was made makes no second one. */
const freezeSchema = z.object({
  id: z.uuid(),
  version: z.uuid(),
  nonce: z.string().optional(),
  unable: z.array(z.uuid()).optional(),
})

export const freezeJob = defineJob('document.freeze', freezeSchema, freezeDocument)

/**
 * Freezes a document: prints it, places the signature lines, keeps both blobs and records the version with its signers in
 * one operation. Problems `document.incomplete` (each gap named), `document.signersUnable`, `document.signed`, `document.changedMeanwhile`,
 * `document.waitsForUpgrade`.
 */
async function freezeDocument(
  context: JobContext,
  { id, version, nonce, unable = [] }: z.infer<typeof freezeSchema>,
  report: JobReport,
): Promise<{ version: string }> {
  const { host, session } = context
  const { store, drill } = session.workspace
  if ((await store.read((tx) => findEvent(tx, 'documentFrozen', version))) !== undefined) return { version }
  const { kind, gathered, printed: lines } = await store.read((tx) => gather(tx, store, { id, unable }))
  const printed = new TextEncoder().encode(canonicalJson(lines as JsonValue))
  const code = versionCode(Buffer.from(sha256Hex(printed), 'hex'))
  const { evidence } = gathered
  const pictures = await printCopies({ host, store, evidence, maxSidePx: printCopySidePx }, report)
  report.progress(pictures.size, pictures.size + 1, '排版')
  const today = beijingDay(host.instant())
  const content = gathered.content({ marks: { drill, draft: false, code }, today, pictures })
  const unsigned = await host.workers.run('renderPaper', [kind, content])
  const signatures = gathered.signers.map((signer) => ({ ...signer, line: `{${host.newId().toUpperCase()}}` }))
  const document = await placeSignatureLines(unsigned, await signatureLines(signatures))
  const blobs = {
    printed: (await store.blobs.put(printed)).sha256,
    document: (await store.blobs.put(document)).sha256,
  }
  report.signal.throwIfAborted()
  await recordInJob(context, async (tx, record) => {
    const now = await gather(tx, store, { id, unable })
    if (canonicalJson(now.printed as JsonValue) !== canonicalJson(lines as JsonValue)) {
      throw new Problem('document.changedMeanwhile', {})
    }
    await record([
      { entity: 'documentFrozen', id: version, nonce, parent: id, set: { version: now.version, code, ...blobs } },
      ...signatures.map(({ person, name, role, line, place }): Draft => ({
        entity: 'documentSigner',
        ...newRecord(context, { entity: 'documentSigner', parent: version }),
        parent: version,
        set: { person, name, role, line: person === null ? null : line, place },
      })),
    ])
  })
  report.progress(pictures.size + 1, pictures.size + 1, '完成')
  return { version }
}

type Wanted = { readonly id: string; readonly unable: readonly string[] }

async function gather(tx: ReadTx, store: Store, { id, unable }: Wanted): Promise<Freezing> {
  const found = await gatherDocument(tx, id)
  const { paper, gathered } = found
  const state = await stateOfDocument(tx, store, id)
  if (!mayFreeze(state)) throw new Problem('document.signed', {})
  await refuseUnread(tx, id)
  const { obstacles, rows, sets } = gathered
  if (obstacles.length > 0) {
    throw new Problem('document.incomplete', { gaps: obstacles.map(({ name, missing }) => ({ name, missing })) })
  }
  await refuseUntold(tx, gathered.signers, unable)
  const heads = await Promise.all(rows.map(async (row) => ({ ...row, heads: await headsOf(tx, row.entity, row.id) })))
  const printed = printedLines({ heads: printedHeads(paper.prints, heads), sets })
  return { ...found, printed, version: nextVersion(state) }
}

async function signatureLines(lines: readonly (RequiredSigner & { readonly line: string })[]) {
  const placeholder = await placeholderPicture()
  return lines
    .filter(({ person }) => person !== null)
    .map(({ line, name, role }) => ({ id: line, suggestedSigner: name, suggestedSignerTitle: role, placeholder }))
}
