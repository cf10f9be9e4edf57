import { chineseDate, chineseTime } from '../../domain/wording/chineseDate.ts'
import type { RowValues } from '../../contract/catalogue/catalogue.ts'
import { citation } from '../../domain/wording/citation.ts'
import { sentence } from '../engine/chinese.ts'
import { oneLine } from '../engine/text.ts'
import { evidenceOf, type PrintedEvidence } from './evidence.ts'
import { gap, isBlank, orGap } from './gap.ts'
import type { NumberedPhoto } from './photoNumber.ts'

/** What papers say of one finding, each part in the same words wherever it is printed. */

type Finding = RowValues<'finding'>

/** Its title, else the name of its risk point. */
export function findingName({ title, riskPointName }: Pick<Finding, 'title' | 'riskPointName'>): string {
  return oneLine(title ?? orGap(riskPointName))
}

/** When and where it was seen. */
export function occurrence({
  occurredOn,
  occurredMinute,
  place,
}: Pick<Finding, 'occurredOn' | 'occurredMinute' | 'place'>): string {
  const day = occurredOn === null ? orGap(null) : chineseDate(occurredOn)
  const time = occurredMinute === null ? '' : chineseTime(occurredMinute)
  return sentence(`${day}${time}，${oneLine(orGap(place))}`)
}

/** A rule whose validity on the day nobody confirmed is named, not quoted (electron/README §10). */
export function ruleText(rule: Pick<Finding, 'ruleDocument' | 'ruleArticle' | 'ruleText' | 'ruleValidity'>): string {
  const { ruleDocument: title, ruleArticle: article } = rule
  if (isBlank(title)) return sentence(gap)
  if (rule.ruleValidity !== 'known') return `${citation({ title })}（依据待核）。`
  const place = citation({ title, article })
  return isBlank(rule.ruleText) ? sentence(place) : `${place}：${sentence(rule.ruleText)}`
}

/** The numbers of its evidence, each with the figure that shows it. */
export function evidenceItems(
  finding: { readonly id: string },
  evidence: readonly PrintedEvidence[],
  photos: readonly NumberedPhoto[],
): readonly string[] {
  const own = evidenceOf(evidence, finding.id)
  if (own.length === 0) return ['无']
  return own.map(({ number }) => {
    const photo = photos.find((candidate) => candidate.number === number)
    return photo === undefined ? number : `${number}（图${photo.figure}）`
  })
}
