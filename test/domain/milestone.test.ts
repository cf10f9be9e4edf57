import { describe, expect, test } from 'vitest'
import { nearDeadline, type MilestoneFields } from '../../electron/domain/milestone.ts'

const campaign = { startsOn: '2014-11-17', endsOn: '2015-06-30' }

function milestone(set: Partial<MilestoneFields>): MilestoneFields {
  return { title: '事项', kind: '截止', dueOn: null, recurrence: null, ...set }
}

describe('the deadline that matters today', () => {
  test.each<[string, Partial<MilestoneFields>, string, string | undefined]>([
    ['a deadline ahead', { dueOn: '2014-11-25' }, '2014-11-20', '2014-11-25 还有5天'],
    ['the day itself', { dueOn: '2014-11-25' }, '2014-11-25', '2014-11-25 今天到期'],
    ['overdue', { dueOn: '2014-11-25' }, '2014-12-09', '2014-11-25 已超期14天'],
    ['long overdue: nothing here says whether it was met', { dueOn: '2014-11-25' }, '2014-12-10', undefined],
    ['45 days ahead', { dueOn: '2015-06-15' }, '2015-05-01', '2015-06-15 还有45天'],
    ['further ahead', { dueOn: '2015-06-15' }, '2015-04-30', undefined],
    ['a month, whose day is its last', { kind: '月份', dueOn: '2014-12-31' }, '2014-12-30', '2014-12-31 还有1天'],
    ['every week', { kind: '周期', recurrence: 'FREQ=WEEKLY' }, '2014-11-25', '2014-12-01 还有6天'],
    ['every month', { kind: '周期', recurrence: 'FREQ=MONTHLY;BYMONTHDAY=5' }, '2014-12-06', '2015-01-05 还有30天'],
    [
      'every week before the campaign',
      { kind: '周期', recurrence: 'FREQ=WEEKLY' },
      '2014-11-01',
      '2014-11-17 还有16天',
    ],
    ['every week after the campaign', { kind: '周期', recurrence: 'FREQ=WEEKLY' }, '2015-07-01', undefined],
    ['a rule that nobody knows', { kind: '周期', recurrence: 'FREQ=YEARLY' }, '2014-11-25', undefined],
    ['a period without a rule', { kind: '周期' }, '2014-11-25', undefined],
    ['a start is no deadline', { kind: '起始', dueOn: '2015-01-01' }, '2014-12-25', undefined],
    ['the date of the document is none', { kind: '成文', dueOn: '2014-11-17' }, '2014-11-17', undefined],
    ['no day at all', { kind: '未定日期' }, '2014-11-25', undefined],
  ])('%s', (_, set, today, expected) => {
    const deadline = nearDeadline(milestone(set), campaign, today)
    expect(deadline && `${deadline.lastDay} ${deadline.text}`).toBe(expected)
  })
})
