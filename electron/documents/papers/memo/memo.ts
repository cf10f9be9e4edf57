import {
  attachmentHead,
  attachmentList,
  blankLine,
  keptParagraph,
  paragraph,
  signOff,
  title,
} from '../../engine/elements.ts'
import { evidenceTable } from './evidenceTable.ts'
import type { MemoDocument } from './memoDocument.ts'
import { basicsSection } from './memoBasics.ts'
import { findingsSection, requirementsSection, statementSection } from './memoFindings.ts'
import { numberPhotos, type NumberedPhoto } from './photoNumber.ts'
import { photoPages } from './photoPages.ts'
import { renderOfficialDocument, type Block } from '../../engine/officialDocument.ts'
import { signatureTable } from '../../engine/signatureTable.ts'

/**
 * The memo as an unsigned .docx: 检查基本情况, 检查发现的问题, 初步意见和整改要求, 被检查单位意见, signature lines, then the
 * evidence list and the photos as attachments. Each line to sign electronically is a run of the text `⟦signature-line:n⟧`,
 * n from 1 in the order of those signers, which signature/ replaces before freezing (decision 27); a draft and a signer on
 * paper have a plain rule instead.
 * The same memo gives the same bytes.
 */
export async function renderMemo(memo: MemoDocument): Promise<Uint8Array> {
  const photos = numberPhotos(memo.branches)
  return renderOfficialDocument({
    title: titleWords(memo).join(''),
    author: memo.issuer,
    date: memo.date,
    marks: { drill: memo.drill, draft: memo.draft, code: memo.code },
    blocks: [...mainText(memo, photos), ...attachments(memo, photos)],
  })
}

function mainText(memo: MemoDocument, photos: readonly NumberedPhoto[]): readonly Block[] {
  return [
    ...title(titleWords(memo)),
    blankLine('OfficialNumber'),
    paragraph('OfficialNumber', `编号：${memo.number}`),
    blankLine('OfficialNumber'),
    ...basicsSection(memo),
    ...findingsSection(memo, photos),
    ...requirementsSection(memo),
    ...statementSection(memo.statement),
    ...attachmentList(attachmentNames(memo, photos)),
    keptParagraph('Spacer'),
    ...signatureTable(memo.signers, memo.draft),
    blankLine('Issuer'),
    ...signOff(memo.issuer, memo.date),
    paragraph('SmallPrint', '注：电子签名用于核对签名人，并发现签名后的任何改动，不是法定电子印章。'),
  ]
}

function attachments(memo: MemoDocument, photos: readonly NumberedPhoto[]): readonly Block[] {
  const names = attachmentNames(memo, photos)
  return names.flatMap((name, index) => {
    const label = names.length === 1 ? '附件' : `附件${index + 1}`
    const content = name === '证据清单' ? evidenceTable(memo.evidence) : photoPages(photos)
    return [...attachmentHead(label, name), ...content]
  })
}

function attachmentNames(memo: MemoDocument, photos: readonly NumberedPhoto[]): readonly ('证据清单' | '现场照片')[] {
  return [
    ...(memo.evidence.length > 0 ? (['证据清单'] as const) : []),
    ...(photos.length > 0 ? (['现场照片'] as const) : []),
  ]
}

/** Words between which the title may be broken; neither 的 nor a bracket begins a line, and nothing inside brackets. */
function titleWords({ unit, mode }: MemoDocument): readonly string[] {
  const places = unit.split(/(?<=省|市|县|区|州|盟|旗|总局|税务局|地税局|国税局|分局|稽查局)(?!（|[^（]*）)/)
  const last = `${places.at(-1) ?? ''}的`
  return ['关于对', ...places.slice(0, -1), last, `${mode}检查备忘录`]
}
