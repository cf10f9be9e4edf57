import { closing } from '../../engine/closing.ts'
import { blankLine, body, keptBody, paragraph, title } from '../../engine/elements.ts'
import { page } from '../../engine/layout.ts'
import type { Block, OfficialDocument } from '../../engine/officialDocument.ts'
import { cell, ruledTable } from '../../engine/table.ts'
import { oneLine } from '../../engine/text.ts'
import { attachmentPages, type Attachment } from '../../parts/attachments.ts'
import { takenAtText } from '../../parts/evidenceTable.ts'
import { findingName, occurrence, ruleText } from '../../parts/findingText.ts'
import { dayOrGap, gap, isBlank, orGap } from '../../parts/gap.ts'
import type { NoticeContent, NoticeEvidence } from './content.ts'

/** 单问题整改通知书: 事实, 依据, 要求, 报送, and the list of this one finding's evidence. No red head and no 发文字号 of its own. */
export function layoutNotice(content: NoticeContent): OfficialDocument {
  const { marks, document, finding } = content
  const issuer = orGap(document.issuer)
  const words = titleWords(content)
  const attachments = evidenceList(content.evidence)
  const end = closing({
    attachments: attachments.map(({ name }) => name),
    signers: content.signers,
    draft: marks.draft,
    issuer,
    date: dayOrGap(document.issuedOn),
    ...(isBlank(content.above.name) ? {} : { note: { style: 'SmallPrint', text: `抄送：${content.above.name}` } }),
  })
  return {
    title: words.join(''),
    author: issuer,
    date: document.issuedOn ?? content.today,
    marks: { ...marks, internal: false },
    blocks: [
      ...title(words),
      blankLine('OfficialNumber'),
      paragraph('OfficialNumber', `问题编号：${finding.number}`),
      blankLine('OfficialNumber'),
      paragraph('Recipient', `${orGap(content.unit.name)}：`),
      ...mainText(content, end.room),
      ...end.blocks,
      ...attachmentPages(attachments),
    ],
  }
}

function mainText({ visit, finding, document }: NoticeContent, room: number): readonly Block[] {
  const day = dayOrGap(visit.visitedOn)
  return [
    ...body(`${day}，检查发现你单位存在“${findingName(finding)}”问题。现将有关情况和整改要求通知如下：`),
    paragraph('OfficialLevel1', '一、事实'),
    ...body(`时间地点：${occurrence(finding)}`),
    ...body(orGap(finding.fact)),
    paragraph('OfficialLevel1', '二、依据'),
    ...body(ruleText(finding)),
    paragraph('OfficialLevel1', '三、整改要求'),
    ...body(orGap(finding.requirement)),
    ...body(deadline(finding)),
    paragraph('OfficialLevel1', '四、报送'),
    ...keptBody(
      `整改完成后，请将整改情况和佐证材料报送${orGap(document.issuer)}。逾期未报的，将予以预警并纳入绩效考评。`,
      room,
    ),
  ]
}

function deadline({ rectificationType, rectifyBy }: NoticeContent['finding']): string {
  const by = `${dayOrGap(rectifyBy)}前`
  switch (rectificationType) {
    case '立行立改':
      return rectifyBy === null ? '请立即整改。' : `请立即整改，并于${by}完成。`
    case '长期整改':
      return rectifyBy === null
        ? '请制定整改方案，明确责任人和阶段目标，长期坚持。'
        : `请制定整改方案，明确责任人和阶段目标，于${by}完成。`
    case '限期整改':
      return `请于${by}完成整改。`
    case null:
      return `${gap}。`
  }
}

function titleWords({ document, finding }: NoticeContent): readonly string[] {
  return isBlank(document.title) ? ['关于', findingName(finding), '的整改通知'] : [document.title.trim()]
}

const widths = [700, 2700, page.textWidth - 6500, 1500, 1600]

/** 证据目录: what there is, from whom and when; the first eight digits of the fingerprint tell one from another. */
function evidenceList(evidence: readonly NoticeEvidence[]): readonly Attachment[] {
  if (evidence.length === 0) return []
  const head = ['序号', '证据编号', '名称和时间', '来源', '校验值前8位'].map((label) => cell('SmallHead', label))
  const rows = evidence.map((piece, index) => [
    cell('SmallCentre', String(index + 1)),
    cell('SmallText', piece.number),
    cell('SmallText', oneLine(piece.caption ?? piece.fileName ?? '未提供'), takenAtText(piece.takenAt)),
    cell('SmallCentre', piece.class ?? '未提供'),
    cell('HashText', (piece.content ?? '').slice(0, 8)),
  ])
  return [{ name: '证据目录', blocks: ruledTable({ widths, head, rows }) }]
}
