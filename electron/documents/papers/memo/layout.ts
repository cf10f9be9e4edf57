import { closing } from '../../engine/closing.ts'
import { blankLine, paragraph, title } from '../../engine/elements.ts'
import type { OfficialDocument } from '../../engine/officialDocument.ts'
import { picturesOf } from '../../engine/pictures.ts'
import { attachmentPages, evidenceAttachments } from '../../parts/attachments.ts'
import { dayOrGap, isBlank, orGap } from '../../parts/gap.ts'
import { numberPhotos } from '../../parts/photoNumber.ts'
import { basicsSection } from './basics.ts'
import type { MemoContent } from './content.ts'
import { findingsSection, requirementsSection } from './findings.ts'
import { statementSection } from './statement.ts'

/**
 * The document: 检查基本情况, 检查发现的问题, 整改要求, 被检查单位意见, signature lines, then the evidence list and the
 * photos as attachments.
 */
export function layoutMemo(content: MemoContent): OfficialDocument {
  const { marks, document, evidence } = content
  const photos = numberPhotos(content.findings, evidence)
  const attachments = evidenceAttachments(evidence, photos)
  const issuer = orGap(document.issuer)
  const end = closing({
    attachments: attachments.map(({ name }) => name),
    signers: content.signers,
    draft: marks.draft,
    issuer,
    date: dayOrGap(document.issuedOn),
    note: { style: 'Note', text: '注：电子签名用于核对签名人，并发现签名后的任何改动，不是法定电子印章。' },
  })
  return {
    title: titleWords(content).join(''),
    author: issuer,
    date: document.issuedOn ?? content.today,
    pictures: picturesOf(photos.map(({ jpeg }) => jpeg)),
    marks: { ...marks, internal: content.visit.internal === true },
    blocks: [
      ...title(titleWords(content)),
      blankLine('OfficialNumber'),
      paragraph('OfficialNumber', `编号：${content.number}`),
      blankLine('OfficialNumber'),
      ...basicsSection(content),
      ...findingsSection(content, photos),
      ...requirementsSection(content),
      ...statementSection(document, marks.draft, end.room),
      ...end.blocks,
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
    /(?<=省|市|县|区|州(?!市)|盟|旗|总局|税务局|地税局|国税局|分局|稽查局)(?!（|[^（]*）)/,
  )
  const last = `${places.at(-1) ?? ''}的`
  return ['关于对', ...places.slice(0, -1), last, `${visit.mode ?? ''}检查备忘录`]
}
