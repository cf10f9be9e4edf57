import type { DocumentStateWord } from '../../../electron/contract/document/document.ts'
import type { DocumentVersion, DocumentView } from './documentView.ts'

/** Where a document stands, in one sentence for the person who looks at it. */
export function standing(document: DocumentView, obstacles: number | undefined, mayLead: boolean): string {
  const { current, mayFreeze } = document
  if (current !== undefined && !nextIsNeeded(document)) return versionStanding(current)
  const why = current === undefined ? firstWords[document.state] : `${versionName(current)}定稿后内容有改动，已失效。`
  if (!mayLead) return `${why}由组长定稿后再签名。`
  if (!mayFreeze) return `${why}这一版已有签名，须先作废并写明原因，再定新的一版。`
  if (obstacles === undefined) return why
  return obstacles === 0 ? `${why}内容完整，可以定稿。` : `${why}还有 ${obstacles} 处待补，补齐后才能定稿。`
}

/** Nothing stands that could still be signed: a new version is the next step. */
export function nextIsNeeded({ current }: DocumentView): boolean {
  return current === undefined || current.state === '已失效'
}

export function versionName({ version }: Pick<DocumentVersion, 'version'>): string {
  return `第 ${version} 版`
}

/** Those who sign with a certificate and have not yet. */
export function waitedFor({ signers }: Pick<DocumentVersion, 'signers'>): readonly string[] {
  return signers
    .filter(({ person, signedAt }) => person !== null && signedAt === null)
    .map(({ name, role }) => `${name}（${role}）`)
}

function versionStanding(version: DocumentVersion): string {
  const name = versionName(version)
  if (version.waitsForMe) return `${name}已定稿，等您签名。`
  const waiting = waitedFor(version)
  if (waiting.length === 0) return `${name}已签齐。`
  return `${name}已定稿，等${waiting.join('、')}签名。`
}

const firstWords: Readonly<Record<DocumentStateWord, string>> = {
  草稿: '还没有定稿。',
  已定稿: '',
  部分签名: '',
  已签齐: '',
  已失效: '',
  已作废: '以前的版本都已作废。',
}
