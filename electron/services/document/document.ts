import { newRecord } from '../host/newRecord.ts'
import { pairId } from '../../store/change/idProof.ts'
import { placeFinding } from '../../domain/documentOrder.ts'
import { printedFieldsOf } from '../../domain/printed.ts'
import { paperFileName } from '../../domain/fileName.ts'
import { branchOf } from '../../domain/riskPoint.ts'
import { listDocuments } from '../../store/query/document.ts'
import { standingPapers } from '../../store/local/localDocument.ts'
import { findRow, getRow, listRows } from '../../store/row/rows.ts'
import { reading, working, writing } from '../host/procedure.ts'
import { startJob, type JobsOf } from '../host/startJob.ts'
import { assembleDocument } from './assemble.ts'
import { freezeJob } from './freeze.ts'
import { peopleOf } from './people.ts'
import { previewDocument } from './preview.ts'
import type { PaperItem } from '../../documents/papers/paper.ts'
import { isPaperKind, knownKind, paperKinds, paperOf } from '../../documents/papers/kinds.ts'
import { gatherDocument, paperReader } from './reader.ts'
import { findJoin } from '../record/joining.ts'
import { unableSigners } from './signers.ts'
import { signDocument } from './sign.ts'
import { getVersion } from './version.ts'
import { unreadUnder } from './unread.ts'
import type { EventDraft } from '../../store/change/said.ts'
import { isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { namesIn } from '../record/recordName.ts'
import { viewDocument, viewListed } from './view.ts'

/** Papers of any kind: compiled, frozen, signed by several, voided but never deleted (decisions.md 28). */

const page = reading.document.page.handler(async ({ input, context: { tx, session } }) => {
  const { rows, total } = await listDocuments(tx, input)
  const people = await peopleOf(tx)
  return { documents: rows.map((row) => viewListed(row, session.person, people)), total }
})

const printing = reading.document.printing.handler(async ({ input: { entity, ids }, context: { tx } }) =>
  (await standingPapers(tx, ids)).map((paper) => ({
    ...paper,
    fields:
      isPaperKind(paper.kind) && isRowEntity(entity) ? [...printedFieldsOf(paperOf(paper.kind).prints, entity)] : [],
  })),
)

const kinds = reading.document.kinds.handler(() =>
  paperKinds.map((kind) => {
    const { about, begins } = paperOf(kind)
    return { kind, about, begins }
  }),
)

const get = reading.document.get.handler(({ input, context: { tx, session } }) => viewDocument(tx, session, input.id))

const obstacles = reading.document.obstacles.handler(async ({ input, context: { tx } }) =>
  (await gatherDocument(tx, input.id)).gathered.obstacles.map(({ missing, ...obstacle }) => ({
    ...obstacle,
    missing: [...missing],
  })),
)

const unread = reading.document.unread.handler(async ({ input, context: { tx } }) => {
  const changes = await unreadUnder(tx, input.id)
  const names = namesIn(tx)
  return Promise.all(
    changes.map(async ({ hash, author, at }) => ({ change: hash, author: await names.authorOf(author), at: at ?? '' })),
  )
})

const passUnread = writing.document.passUnread.handler(async ({ input, context }) => {
  const { id: parent, changes, reason } = input
  const waiting = new Set((await unreadUnder(context.tx, parent)).map(({ hash }) => hash))
  await context.record(
    changes
      .filter((change) => waiting.has(change))
      .map((change): EventDraft => {
        const entity = 'unreadPassed' as const
        return { entity, ...newRecord(context, { entity, parent }), parent, set: { change, reason } }
      }),
  )
  return {}
})

const unable = reading.document.unableSigners.handler(async ({ input, context }) => {
  const { tx } = context
  const { signers } = (await gatherDocument(tx, input.id)).gathered
  return Promise.all(
    (await unableSigners(tx, signers)).map(async ({ person, name, known }) => ({
      person,
      name,
      known: await Promise.all(
        known.map(async (one) => ({
          ...one,
          mayJoin: (await findJoin(context, 'person', { one: person, other: one.id })) !== undefined,
        })),
      ),
    })),
  )
})

const compile = writing.document.compile.handler(async ({ input, context }) => {
  const { tx, record } = context
  const kind = knownKind(input.kind)
  const { about: parentEntity, begin } = paperOf(kind)
  const { id: parent } = await getRow(tx, parentEntity, input.about)
  // The id of the pair: two people who compile the same make one document.
  const id = pairId('document', parent, kind)
  const known = await findRow(tx, 'document', id)
  if (known?.removed === true) await record([{ entity: 'document', id, set: { removed: null, removedReason: null } }])
  if (known === undefined) {
    const earlier = (await listRows(tx, 'document')).filter((document) => document.kind === kind)
    const set = { ...(await begin(paperReader(tx), parent, earlier)), kind }
    await record([{ entity: 'document', id, parent, parentEntity, set }])
  }
  return { id }
})

const save = writing.document.save.handler(async ({ input, context }) => {
  await getRow(context.tx, 'document', input.id)
  const { id, set, seen } = input
  await context.record([{ entity: 'document', id, set, ...(seen && { replaces: seen }) }])
  return { id }
})

const choose = writing.document.choose.handler(async ({ input, context }) => {
  const { document, finding, included, reason } = input
  await getRow(context.tx, 'document', document)
  const id = pairId('documentItem', document, finding)
  await context.record([{ entity: 'documentItem', id, parent: document, set: { finding, included, reason } }])
  return { id }
})

const place = writing.document.place.handler(async ({ input, context }) => {
  const { document, finding, after } = input
  const { items } = (await gatherDocument(context.tx, document)).gathered
  const branch = branchOfItem(items.find((item) => item.finding.id === finding))
  const neighbours = items
    .filter((item) => item.included && branchOfItem(item) === branch)
    .map((item) => ({ id: item.finding.id, position: item.position }))
  await context.record(
    placeFinding(neighbours, finding, after).map(({ id, position }) => ({
      entity: 'documentItem' as const,
      id: pairId('documentItem', document, id),
      parent: document,
      set: { finding: id, position },
    })),
  )
  return { id: document }
})

function branchOfItem(item: PaperItem | undefined) {
  return branchOf(item?.finding.riskPoint ?? '')
}

const preview = working.document.preview.handler(({ input, context, signal }) =>
  previewDocument(context, input.id, signal ?? new AbortController().signal),
)

const freeze = working.document.freeze.handler(({ input, context }) => {
  const { id: version, nonce } = newRecord(context, { entity: 'documentFrozen', parent: input.id })
  return startJob(context, freezeJob, { id: input.id, version, nonce, unable: input.unable })
})

const sign = working.document.sign.handler(({ input, context }) => signDocument(context, input))

const voidVersion = writing.document.void.handler(async ({ input, context }) => {
  await getVersion(context.tx, input.version)
  const made = newRecord(context, { entity: 'documentVoided', parent: input.version })
  await context.record([{ entity: 'documentVoided', ...made, parent: input.version, set: { reason: input.reason } }])
  return { id: made.id }
})

const ticket = working.document.ticket.handler(async ({ input, context }) => {
  const { host, session } = context
  const { bytes, fileName } = await session.workspace.store.read(async (tx) => {
    const version = await getVersion(tx, input.version)
    const { paper, gathered } = await gatherDocument(tx, version.parent ?? '')
    const { unit, visit } = gathered
    const name = { word: paper.word, unit, day: visit.visitedOn ?? '', version: version.version ?? 1 }
    const wanted = paperFileName(name)
    return { bytes: await assembleDocument(tx, session.workspace, version, wanted), fileName: wanted }
  })
  return { ticket: await host.files.offerBytes(fileName, bytes), fileName }
})

export const documentJobs = { 'document.freeze': freezeJob } satisfies JobsOf<'document'>

export const document = {
  unread,
  passUnread,
  kinds,
  page,
  printing,
  get,
  obstacles,
  unableSigners: unable,
  compile,
  save,
  choose,
  place,
  preview,
  freeze,
  sign,
  void: voidVersion,
  ticket,
}
