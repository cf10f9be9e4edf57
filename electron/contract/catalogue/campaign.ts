import { field, text, date, choice, reference } from './field.ts'
import { shownWithRoster, type RowNoun } from './noun.ts'
import { inspectionModes } from './inspection.ts'

/** What headquarters opens and sends down. */
export const campaignRows = {
  campaign: {
    label: '活动',
    named: ['name'],
    parents: {},
    travels: 'both',
    scope: 'none',
    writtenBy: 'manageRoster',
    madeLocallyBy: 'loadCampaign',
    derivedId: true,
    shownBy: shownWithRoster,
    fields: {
      name: field('活动名称', text(200)),
      documentNumber: field('文号', text(60)),
      issuedOn: field('成文日期', date),
      startsOn: field('开始日期', date),
      endsOn: field('结束日期', date),
      preset: field('预置活动', text(40)),
    },
  },
  milestone: {
    label: '时间节点',
    named: ['title'],
    parents: { campaign: 1 },
    travels: 'both',
    scope: 'none',
    writtenBy: 'manageRoster',
    madeLocallyBy: 'loadCampaign',
    derivedId: true,
    shownBy: shownWithRoster,
    fields: {
      code: field('节点编号', text(10)),
      title: field('事项', text(200)),
      kind: field('类型', choice('截止', '周期', '月份', '起始', '时段', '持续', '未定日期', '成文')),
      dueOn: field('日期', date),
      recurrence: field('周期', text(60)),
      responsible: field('责任单位', text(200)),
      submitTo: field('报送', text(100)),
      source: field('条款', text(60)),
      remark: field('说明', text(500)),
    },
  },
  team: {
    label: '检查组',
    named: ['name'],
    since: 2,
    parents: { campaign: 2 },
    travels: 'down',
    scope: 'none',
    writtenBy: 'manageRoster',
    headquartersOnly: true,
    shownBy: shownWithRoster,
    fields: {
      name: field('名称', text(100)),
    },
  },
  task: {
    label: '任务',
    named: ['title'],
    parents: { campaign: 1 },
    travels: 'down',
    scope: { unit: 'unit' },
    writtenBy: 'manageRoster',
    headquartersOnly: true,
    shownBy: shownWithRoster,
    fields: {
      title: field('任务名称', text(200)),
      unit: field('被检查单位', reference('unit')),
      mode: field('检查方式', choice(...inspectionModes)),
      dueOn: field('完成时限', date),
      team: field('检查组', text(40)),
    },
  },
} as const satisfies Record<string, RowNoun>
