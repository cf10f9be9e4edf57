import { attachmentList, blankLine, keptParagraph, paragraph, signOff, title } from '../../engine/elements.ts'
import type { OfficialDocument } from '../../engine/officialDocument.ts'
import { signatureTable } from '../../engine/signatureTable.ts'
import { attachmentPages, evidenceAttachments } from '../../parts/attachments.ts'
import { isBlank, orGap } from '../../parts/gap.ts'
import { numberPhotos } from '../../parts/photoNumber.ts'
import { basicsSection } from './basics.ts'
import type { MemoContent } from './content.ts'
import { findingsSection, requirementsSection } from './findings.ts'
import { statementSection } from './statement.ts'

/**
 * The document: 检查基本情况, 检查发现的问题, 初步意见和整改要求, 被检查单位意见, signature lines, then the evidence list and the
 * photos as attachments.
 */
export function layoutMemo(content: MemoContent): OfficialDocument {
  const { marks, document, evidence } = content
  const photos = numberPhotos(content.findings, evidence)
  const attachments = evidenceAttachments(evidence, photos)
  const issuer = orGap(document.issuer)
  const date = document.issuedOn ?? content.visit.visitedOn ?? content.today
  return {
    title: titleWords(content).join(''),
    author: issuer,
    date,
    marks,
    blocks: [
      ...title(titleWords(content)),
      blankLine('OfficialNumber'),
      paragraph('OfficialNumber', `编号：${content.number}`),
      blankLine('OfficialNumber'),
      ...basicsSection(content),
      ...findingsSection(content, photos),
      ...requirementsSection(content),
      ...statementSection(document, marks.draft),
      ...attachmentList(attachments.map(({ name }) => name)),
      keptParagraph('Spacer'),
      ...signatureTable(content.signers, marks.draft),
      blankLine('Issuer'),
      ...signOff(issuer, date),
      paragraph('SmallPrint', '注：电子签名用于核对签名人，并发现签名后的任何改动，不是法定电子印章。'),
      ...attachmentPages(attachments),
    ],
  }
}

/**
 * Words between which the title may be broken; neither 的 nor a bracket begins a line, and nothing inside brackets. A title
 * that the lead gave stands as it is.
 */
function titleWords({ document, unit, visit }: MemoContent): readonly string[] {
  if (!isBlank(document.title)) return [document.title.trim()]
  const places = orGap(unit.name).split(
    /(?<=省|市|县|区|州|盟|旗|总局|税务局|地税局|国税局|分局|稽查局)(?!（|[^（]*）)/,
  )
  const last = `${places.at(-1) ?? ''}的`
  return ['关于对', ...places.slice(0, -1), last, `${visit.mode ?? ''}检查备忘录`]
}
