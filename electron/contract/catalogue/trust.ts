import { field, text, instant, choice, reference } from './field.ts'
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
    fields: {
      log: field('电脑', text(40)),
      letter: field('编号字母', text(6)),
    },
  },
  grant: {
    label: '授权',
    parents: {},
    ...decided,
    fields: {
      person: field('人员', reference('person')),
      log: field('电脑', text(40)),
      role: field('角色', choice(...roles), { choicesSince: rolesSince }),
      unit: field('范围', reference('unit')),
    },
  },
  revocation: {
    label: '停用',
    parents: {},
    ...decided,
    fields: {
      kind: field('对象类别', choice('证书', '人员', '日志')),
      subject: field('对象', text(80)),
      since: field('停用时间', instant),
      reason: field('停用原因', text(500)),
    },
  },
} as const satisfies Record<string, EventNoun>
