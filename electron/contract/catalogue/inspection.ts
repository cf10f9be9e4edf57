import { field, text, integer, boolean, date, instant, choice, reference, blob } from './field.ts'
import { type EventNoun, shownWithCase, type RowNoun } from './noun.ts'

export const inspectionModes = ['明察', '暗访'] as const
export const rectificationTypes = ['立行立改', '限期整改', '长期整改'] as const
/** Who leads a visit and who goes along: 分工, which gives no right. */
export const inspectorRoles = ['组长', '组员'] as const
export type InspectorRole = (typeof inspectorRoles)[number]
export function leadsVisit({ role }: { readonly role: string | null }): boolean {
  return role === inspectorRoles[0]
}
/** The inspectors of a visit, one of whom leads it. */
export function inspectorsLedBy(leader: string, people: readonly string[]) {
  return people.map((person) => ({ person, role: inspectorRoles[person === leader ? 0 : 1] }))
}
/** 1 苗头性 … 4 严重: the words of 137号, the grades are the product's. */
export const severities = ['苗头性', '一般', '较重', '严重'] as const
export const evidenceClasses = ['现场拍摄导入', '本机采集', '对方提供', '转录'] as const

/** What a team records on site. */
export const inspectionRows = {
  visit: {
    label: '检查',
    named: ['unit', 'visitedOn'],
    parents: {},
    travels: 'up',
    scope: { unit: 'unit' },
    writtenBy: 'recordInspection',
    correctedBy: 'correctInspection',
    sealable: true,
    owned: true,
    numbered: true,
    counted: true,
    measure: '次',
    shownBy: shownWithCase,
    fields: {
      ordinal: field('序号', integer(1, 9_999_999), { untold: true }),
      campaign: field('活动', reference('campaign')),
      task: field('任务', reference('task')),
      unit: field('被检查单位', reference('unit')),
      mode: field('检查方式', choice(...inspectionModes)),
      visitedOn: field('检查日期', date),
      startMinute: field('开始时刻', integer(0, 1439), { shown: 'timeOfDay' }),
      endMinute: field('结束时刻', integer(0, 1439), { shown: 'timeOfDay' }),
      place: field('检查地点', text(200)),
      placeType: field('场所类型', choice('办税服务厅', '办公区', '其他公共场所', '其他')),
      noticeNumber: field('通知书号', text(60)),
      accompanying: field('陪同人员', text(200)),
      identityDisclosedAt: field('公开身份时间', instant),
      identityDisclosedReason: field('公开身份原因', text(200)),
      singleInspectorReason: field('一人检查的原因', text(200)),
      overview: field('检查基本情况', text(4000)),
      internal: field('内部资料', boolean, { since: 2 }),
    },
  },
  visitInspector: {
    label: '检查人员',
    named: ['person'],
    parents: { visit: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'recordInspection',
    correctedBy: 'correctInspection',
    sealable: true,
    derivedId: { from: 'person' },
    shownBy: shownWithCase,
    fields: {
      person: field('检查人员', reference('person'), { fixedSince: 2 }),
      role: field('分工', choice(...inspectorRoles)),
    },
  },
  finding: {
    label: '问题',
    named: ['title'],
    parents: { visit: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'recordInspection',
    correctedBy: 'correctInspection',
    sealable: true,
    numbered: true,
    counted: true,
    measure: '个',
    derived: { missing: 'integer' },
    shownBy: shownWithCase,
    fields: {
      ordinal: field('序号', integer(1, 9_999_999), { untold: true }),
      riskPoint: field('风险点', text(20)),
      riskPointName: field('风险点名称', text(100), { searched: true }),
      title: field('标题', text(100), { searched: true }),
      fact: field('事实', text(20_000), { searched: true }),
      ruleText: field('依据条文', text(4000), { searched: true }),
      ruleDocument: field('依据文件', text(200), { searched: true }),
      ruleArticle: field('依据条款', text(60)),
      ruleValidity: field('依据有效性', choice('known', 'unknown'), {
        words: { known: '已核对，当时有效', unknown: '依据待核（只印文件名）' },
      }),
      opinion: field('初步意见', text(4000), { searched: true }),
      severity: field('程度', integer(1, 4), { shown: 'severity' }),
      occurredOn: field('发生日期', date),
      occurredMinute: field('发生时刻', integer(0, 1439), { shown: 'timeOfDay' }),
      place: field('地点', text(200), { searched: true }),
      involved: field('涉及人员或岗位', text(200), { searched: true }),
      rectificationType: field('整改类别', choice(...rectificationTypes)),
      rectifyBy: field('整改时限', date),
      requirement: field('整改要求', text(2000), { searched: true }),
      clue: field('线索', boolean),
      position: field('排列位置', text(100), { untold: true }),
    },
  },
  evidence: {
    label: '证据',
    named: ['caption', 'fileName'],
    parents: { finding: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'recordInspection',
    sealable: true,
    numbered: true,
    counted: true,
    measure: '件',
    shownBy: shownWithCase,
    fields: {
      ordinal: field('序号', integer(1, 9_999_999), { untold: true }),
      content: field('文件指纹', blob),
      size: field('大小', integer(0, Number.MAX_SAFE_INTEGER), { shown: 'bytes' }),
      mediaType: field('格式', text(100)),
      fileName: field('文件名', text(200)),
      caption: field('说明文字', text(200)),
      class: field('来源类别', choice(...evidenceClasses)),
      takenAt: field('拍摄时间', text(40)),
      device: field('设备', text(100)),
      latitude: field('纬度', integer(-90_000_000, 90_000_000), { shown: 'degrees' }),
      longitude: field('经度', integer(-180_000_000, 180_000_000), { shown: 'degrees' }),
      width: field('宽度', integer(1, 1_000_000), { shown: 'pixels' }),
      height: field('高度', integer(1, 1_000_000), { shown: 'pixels' }),
      fileModifiedAt: field('文件修改时间', instant),
      addedAt: field('登记时间', instant),
      position: field('排列位置', text(100), { untold: true }),
    },
  },
} as const satisfies Record<string, RowNoun>

export const inspectionEvents = {
  /** Headquarters has changed what a team recorded, and says why: the team is told of both (electron/README §8). */
  correction: {
    label: '总部更正',
    since: 2,
    parents: { visit: 2 },
    travels: 'down',
    scope: 'none',
    writtenBy: 'correctInspection',
    headquartersOnly: true,
    toldTo: 'case',
    measure: '次',
    shownBy: shownWithCase,
    fields: {
      change: field('更正的内容', text(43), { untold: true }),
      reason: field('更正原因', text(500)),
      /** The team is told who that is. */
      person: field('更正人', reference('person')),
    },
  },
} as const satisfies Record<string, EventNoun>
