import { rosterProblems } from './record/roster.ts'
import { recordProblems } from './record/record.ts'
import { inputProblems } from './record/input.ts'
import { permissionProblems } from './record/permission.ts'
import { evidenceProblems } from './record/evidence.ts'
import { photoProblems } from './record/photo.ts'
import { docxProblems } from './record/docx.ts'
import { documentProblems } from './record/document.ts'
import { changeProblems } from './record/change.ts'
import { trashProblems } from './record/trash.ts'
import { undoProblems } from './record/undo.ts'
import { workspaceProblems } from './workspace/workspace.ts'
import { passwordProblems } from './workspace/password.ts'
import { fileProblems } from './workspace/file.ts'
import { diskProblems } from './workspace/disk.ts'
import { jobProblems } from './workspace/job.ts'
import { programProblems } from './workspace/program.ts'
import { keyProblems } from './trust/key.ts'
import { blobProblems } from './trust/blob.ts'
import { logProblems } from './trust/log.ts'
import { signatureProblems } from './trust/signature.ts'
import { authorityProblems } from './trust/authority.ts'
import { recipientProblems } from './trust/recipient.ts'
import { certificateProblems } from './trust/certificate.ts'
import { enrolmentProblems } from './trust/enrolment.ts'
import { teamProblems } from './trust/team.ts'
import { verifyProblems } from './trust/verify.ts'
import { revocationProblems } from './trust/revocation.ts'
import { packageProblems } from './exchange/package.ts'
import { syncProblems } from './exchange/sync.ts'
import { windowProblems } from './window/window.ts'
import { sessionProblems } from './window/session.ts'
import { hostProblems } from './window/host.ts'
import { pageProblems } from './window/page.ts'
import { uploadProblems } from './window/upload.ts'
import { requestProblems } from './window/request.ts'
import type { ProblemText } from './problemText.ts'

/**
 * Problems: failures a person can meet. Each kind has a stable name, typed details and a Chinese text in three parts:
 * what happened, what was kept, what to do. Anything that is not a Problem is a defect and is logged with an incident
 * number only. `message` is the kind alone, so that a log never holds what a person wrote.
 */
export class Problem<K extends ProblemKind = ProblemKind> extends Error {
  override readonly name = 'Problem'
  readonly kind: K
  readonly details: ProblemDetails<K>

  constructor(kind: K, details: ProblemDetails<K>) {
    super(kind)
    this.kind = kind
    this.details = details
  }
}

export type ProblemKind = keyof typeof catalogue
export type ProblemDetails<K extends ProblemKind> = Parameters<(typeof catalogue)[K]>[0]

const catalogue = {
  ...revocationProblems,
  ...recordProblems,
  ...rosterProblems,
  ...inputProblems,
  ...permissionProblems,
  ...evidenceProblems,
  ...photoProblems,
  ...docxProblems,
  ...documentProblems,
  ...changeProblems,
  ...undoProblems,
  ...trashProblems,
  ...workspaceProblems,
  ...passwordProblems,
  ...fileProblems,
  ...diskProblems,
  ...jobProblems,
  ...programProblems,
  ...keyProblems,
  ...blobProblems,
  ...logProblems,
  ...signatureProblems,
  ...authorityProblems,
  ...recipientProblems,
  ...certificateProblems,
  ...enrolmentProblems,
  ...teamProblems,
  ...verifyProblems,
  ...packageProblems,
  ...syncProblems,
  ...windowProblems,
  ...sessionProblems,
  ...hostProblems,
  ...pageProblems,
  ...uploadProblems,
  ...requestProblems,
}

/** The three Chinese sentences of a Problem, in the order a person needs them. */
export function problemText<K extends ProblemKind>(kind: K, details: ProblemDetails<K>): ProblemText {
  const write = catalogue[kind] as (details: ProblemDetails<K>) => ProblemText
  return write(details)
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem
}

/** The Problem in what another process, thread or row says of one: kind and details. Undefined where there is none. */
export function problemIn(sent: unknown): Problem | undefined {
  if (typeof sent !== 'object' || sent === null || !('kind' in sent && 'details' in sent)) return undefined
  // This program wrote the details of that kind: both sides share one catalogue.
  return isProblemKind(sent.kind) ? new Problem(sent.kind, sent.details as ProblemDetails<ProblemKind>) : undefined
}

function isProblemKind(value: unknown): value is ProblemKind {
  return typeof value === 'string' && Object.hasOwn(catalogue, value)
}
