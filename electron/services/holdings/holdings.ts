import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { renderFindingTable, type FindingTableRow } from '../../documents/tables/findingTable.ts'
import { evidenceFileName } from '../../domain/fileName.ts'
import { severityWord } from '../../domain/finding.ts'
import { branchOf } from '../../domain/riskPoint.ts'
import { reasonText } from '../../signature/reason.ts'
import { arrivalsOf } from '../../store/change/arrival.ts'
import { listFindings, type FindingRow } from '../../store/query/finding.ts'
import { findStanding } from '../../store/query/identity.ts'
import { findRow, listRows } from '../../store/row/rows.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { verdictWords } from '../../contract/document/documentCheck.ts'
import type { UnlockedWorkspace } from '../host/host.ts'
import { verdictOf } from '../document/verdict.ts'
import { checkDocuments, type DocumentCheck } from '../document/check.ts'
import { refusedChanges } from '../package/refusedChanges.ts'

export type Holdings = {
  readonly findings: number
  readonly photos: number
  readonly damaged: number
  readonly documents: readonly DocumentCheck[]
}

/** Where the files go: a folder, or a zip. Names have at most one folder, 照片/. */
export type HoldingsTarget = { readonly put: (name: string, content: Readable | Uint8Array) => Promise<void> }

export type HoldingsWish = {
  readonly at: string
  readonly target: HoldingsTarget
  /** One step is a finding with its photos. */
  readonly progress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

/** As files in a folder of this name, or beside it where there is one: what lies there is nobody's to throw away but a person's. */
export async function writeHoldings(
  workspace: UnlockedWorkspace,
  wanted: string,
  at: string,
): Promise<Holdings & { readonly folder: string }> {
  const folder = await newFolder(wanted)
  await mkdir(join(folder, photoFolder))
  const target: HoldingsTarget = {
    put: (name, content) =>
      content instanceof Uint8Array
        ? writeFile(join(folder, name), content)
        : pipeline(content, createWriteStream(join(folder, name))),
  }
  return { folder, ...(await collectHoldings(workspace, { at, target })) }
}

async function newFolder(wanted: string, number = 1): Promise<string> {
  const folder = number === 1 ? wanted : `${wanted}（${number}）`
  try {
    await mkdir(folder)
    return folder
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return newFolder(wanted, number + 1)
  }
}

/**
 * Puts what a workspace holds as files that any office program opens: 照片/…, 问题.xlsx, 核验.json. Every original is
 * hashed before it is put; one that does not match is named in 核验.json and left out.
 */
export async function collectHoldings(workspace: UnlockedWorkspace, wish: HoldingsWish): Promise<Holdings> {
  const { store } = workspace
  const { target, at } = wish
  return store.read(async (tx) => {
    const findings = await allFindings(tx)
    const documents = await checkDocuments(tx, workspace)
    const photos = await putPhotos(tx, store, findings, wish)
    await target.put('问题.xlsx', await renderFindingTable(await tableRows(tx, findings, documents)))
    const report = {
      说明: '程序对本工作区所存备忘录和证据逐份核验的结果。电子签名用于核对签名人并发现改动，不是法定电子印章。',
      生成时间: at,
      备忘录: await Promise.all(documents.map((document) => documentReport(tx, document))),
      证据: { 总数: photos.written.length + photos.damaged.length, 损坏或缺失: photos.damaged },
      被拒绝的内容: (await refusedChanges(tx)).map(({ entity, id, author, reason }) => ({
        内容: entity,
        编号: id,
        记录人: author,
        原因: reason,
      })),
    }
    await target.put('核验.json', Buffer.from(`${JSON.stringify(report, null, 2)}\n`))
    const { written, damaged } = photos
    return { findings: findings.length, photos: written.length, damaged: damaged.length, documents }
  })
}

const photoFolder = '照片'

async function allFindings(tx: ReadTx): Promise<readonly FindingRow[]> {
  const found: FindingRow[] = []
  let after: string | undefined
  do {
    const page = await listFindings(tx, { limit: 500, after })
    found.push(...page.rows)
    after = page.next
  } while (after !== undefined)
  return found.toSorted((a, b) => (a.number < b.number ? -1 : 1))
}

type WrittenPhotos = { readonly written: readonly string[]; readonly damaged: readonly string[] }

async function putPhotos(
  tx: ReadTx,
  store: Store,
  findings: readonly FindingRow[],
  { target, progress, signal }: HoldingsWish,
): Promise<WrittenPhotos> {
  const written: string[] = []
  const damaged: string[] = []
  for (const [at, finding] of findings.entries()) {
    signal?.throwIfAborted()
    progress?.(at, findings.length)
    for (const [index, row] of (await listRows(tx, 'evidence', { parent: finding.id })).entries()) {
      const name = evidenceFileName({
        unit: finding.unitName ?? '未知单位',
        finding: finding.number,
        ordinal: index + 1,
        title: row.caption ?? row.fileName ?? '证据',
        extension: extname(row.fileName ?? '').slice(1) || 'bin',
      })
      const sha256 = row.content ?? ''
      const whole = sha256 !== '' && (await store.blobs.verify(sha256))
      if (whole) await target.put(`${photoFolder}/${name}`, await store.blobs.open(sha256))
      ;(whole ? written : damaged).push(whole ? name : row.number)
    }
  }
  return { written, damaged }
}

async function tableRows(
  tx: ReadTx,
  findings: readonly FindingRow[],
  documents: readonly DocumentCheck[],
): Promise<readonly FindingTableRow[]> {
  const arrivals = await arrivalsOf(
    tx,
    findings.map(({ change }) => change),
  )
  const memos = documents.filter(({ kind }) => kind === '检查备忘录')
  return findings.map((finding) => {
    const document = memos.find(({ printed }) => printed.findings.includes(finding.id))
    return {
      number: finding.number,
      unit: finding.unitName ?? '',
      visitedOn: finding.visitedOn ?? '',
      mode: finding.mode ?? '',
      branch: finding.riskPoint === null ? '' : branchOf(finding.riskPoint),
      riskPoint: [finding.riskPoint, finding.riskPointName].filter((part) => part !== null).join(' '),
      fact: finding.fact ?? '',
      rule: ruleOf(finding),
      opinion: finding.opinion ?? '',
      severity: severityWord(finding.severity) ?? '',
      rectificationType: finding.rectificationType ?? '',
      rectifyBy: finding.rectifyBy ?? undefined,
      evidenceCount: finding.evidence,
      memo: document?.version.code,
      signatures: document === undefined ? '' : signaturesOf(document),
      receivedAt: arrivals.get(finding.change),
    }
  })
}

function ruleOf({ ruleDocument, ruleArticle, ruleValidity }: FindingRow): string {
  if (ruleDocument === null) return ''
  return ruleValidity === 'known' ? `${ruleDocument}${ruleArticle ?? ''}` : `${ruleDocument}（依据待核）`
}

function signaturesOf({ version }: DocumentCheck): string {
  return version.signers
    .filter(({ person }) => person !== null)
    .map(({ name, role, signedAt }) => `${role}${name}${signedAt === null ? '未签' : '已签'}`)
    .join('、')
}

async function documentReport(tx: ReadTx, check: DocumentCheck) {
  const { kind, visit, version, verification, leftOut, printed, arrivedAt } = check
  const { covered, uncovered, unsigned, contentTypeMismatch } = verification.coverage
  const row = await findRow(tx, 'visit', visit)
  const unit = await findStanding(tx, 'unit', row?.unit ?? null)
  return {
    文书: kind,
    单位: unit?.name ?? '',
    检查日期: row?.visitedOn ?? null,
    版本: version.version,
    版本代码: version.code,
    状态: version.state,
    结论: verdictWords[verdictOf(check)],
    签名: verification.signatures.map((signature) => ({
      签名人: signature.signer,
      角色: signature.role,
      签名时间: signature.signedAt,
      内容完整: signature.intact,
      证书可信: signature.trusted,
      原因: signature.reasons.map(({ code }) => reasonText(code)),
    })),
    未采用的签名: leftOut.map(({ code }) => reasonText(code)),
    覆盖: {
      签名覆盖的部件数: covered,
      没有覆盖的部件: uncovered,
      签名后仍可变的部件: unsigned,
      内容类型不符的部件: contentTypeMismatch,
    },
    原因: verification.reasons.map(({ code }) => reasonText(code)),
    打印内容: { 记录数: printed.changes, 日志中缺失: printed.absent, 定稿后改动: version.differences.length },
    总部收到: arrivedAt,
  }
}
