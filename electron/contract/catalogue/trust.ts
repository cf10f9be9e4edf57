import { field, text, integer, instant, choice, reference } from './field.ts'
import type { EventNoun } from './noun.ts'
import { roles, rolesSince } from '../capability.ts'

/** What every decision about rights is. */
const decided = {
  travels: 'down',
  scope: 'none',
  writtenBy: 'administerTrust',
  headquartersOnly: true,
  steers: true,
  shownBy: 'everything',
} as const

/** What headquarters decides about who may write; these events steer the judgement of all others. */
export const trustEvents = {
  logEnrolled: {
    label: '电脑登记',
    parents: {},
    ...decided,
    measure: '台',
    fields: {
      log: field('电脑', text(40)),
      publicKey: field('公钥', text(200)),
      kind: field('类别', choice('检查组', '总部', '下行')),
      name: field('名称', text(100)),
      recipient: field('收件密钥', text(100)),
    },
  },
  letter: {
    label: '编号字母',
    parents: {},
    ...decided,
    measure: '个',
    fields: {
      log: field('电脑', text(40)),
      letter: field('编号字母', text(6)),
    },
  },
  grant: {
    label: '授权',
    parents: {},
    ...decided,
    measure: '项',
    fields: {
      person: field('人员', reference('person')),
      log: field('电脑', text(40)),
      role: field('角色', choice(...roles), { choicesSince: rolesSince }),
      unit: field('范围', reference('unit')),
      campaign: field('活动', reference('campaign'), { since: 2 }),
    },
  },
  revocation: {
    label: '停用',
    parents: {},
    ...decided,
    fields: {
      kind: field('对象类别', choice('证书', '人员', '日志')),
      subject: field('对象', text(80)),
      /** Of schema 1 alone. Since then a right ends by cuts, which stand under its end. */
      since: field('停用时间', instant),
      reason: field('停用原因', text(500)),
    },
  },
  revocationLifted: {
    label: '恢复',
    since: 2,
    parents: { revocation: 2 },
    ...decided,
    fields: {
      reason: field('恢复原因', text(500)),
    },
  },
  grantEnded: {
    label: '收回授权',
    since: 2,
    parents: { grant: 2 },
    ...decided,
    fields: {
      reason: field('收回原因', text(500)),
    },
  },
  teamMember: {
    label: '检查组成员',
    since: 2,
    parents: { team: 2 },
    ...decided,
    measure: '名',
    fields: {
      log: field('电脑', text(40)),
      person: field('人员', reference('person')),
    },
  },
  teamLeft: {
    label: '离开检查组',
    since: 2,
    parents: { teamMember: 2 },
    ...decided,
    fields: {
      reason: field('离开原因', text(500)),
    },
  },
  rootHandedOver: {
    label: '移交',
    since: 2,
    parents: { visit: 2 },
    ...decided,
    fields: {
      to: field('接收的检查组', reference('team')),
      reason: field('移交原因', text(500)),
    },
  },
  /** How far a log still counts after the end of a right: as it had been seen then. A log that none names is unseen. */
  cut: {
    label: '截止位置',
    since: 2,
    parents: { revocation: 2, grantEnded: 2, teamLeft: 2, rootHandedOver: 2 },
    ...decided,
    fields: {
      log: field('电脑', text(40)),
      number: field('条数', integer(0, 1_000_000_000)),
      hash: field('末条指纹', text(43)),
    },
  },
  /** Lets later work in after a look. */
  cutRaised: {
    label: '截止位置后移',
    since: 2,
    parents: { cut: 2 },
    ...decided,
    fields: {
      number: field('条数', integer(0, 1_000_000_000)),
      hash: field('末条指纹', text(43)),
      reason: field('后移原因', text(500)),
    },
  },
} as const satisfies Record<string, EventNoun>
