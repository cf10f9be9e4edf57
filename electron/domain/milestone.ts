import type { RowValues } from '../contract/catalogue/catalogue.ts'
import { addDays, deadlineOn, expandRecurrence, parseRecurrence, type Deadline } from './deadline.ts'

export type MilestoneFields = Pick<RowValues<'milestone'>, 'title' | 'kind' | 'dueOn' | 'recurrence'>
export type CampaignSpan = Pick<RowValues<'campaign'>, 'startsOn' | 'endsOn'>

/** Deadlines are announced this many days ahead, and stay this many days after: nothing here says that one was met. */
export const aheadDays = 45
export const behindDays = 14

/**
 * The deadline of a milestone that matters on `today`: the due day of 截止 and 月份 (whose day is the month's last), the next
 * day of 周期 while its campaign runs. undefined: none near, or a milestone that names no day (起始, 时段, 持续, 成文).
 */
export function nearDeadline(milestone: MilestoneFields, campaign: CampaignSpan, today: string): Deadline | undefined {
  const dueOn = dueDay(milestone, campaign, today)
  if (dueOn === undefined) return undefined
  const deadline = deadlineOn(dueOn, today)
  return deadline.daysLeft <= aheadDays && deadline.daysLeft >= -behindDays ? deadline : undefined
}

function dueDay(milestone: MilestoneFields, campaign: CampaignSpan, today: string): string | undefined {
  const { kind, dueOn, recurrence } = milestone
  if (kind === '截止' || kind === '月份') return dueOn ?? undefined
  const rule = kind === '周期' && recurrence !== null ? parseRecurrence(recurrence) : undefined
  if (rule === undefined) return undefined
  const from = later(today, campaign.startsOn)
  const to = earlier(addDays(today, aheadDays), campaign.endsOn)
  return expandRecurrence(rule, from, to)[0]
}

function later(day: string, other: string | null): string {
  return other !== null && other > day ? other : day
}

function earlier(day: string, other: string | null): string {
  return other !== null && other < day ? other : day
}
