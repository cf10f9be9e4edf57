import { field, text, integer, instant } from './field.ts'
import type { EventNoun } from './noun.ts'

/** What each side says of the packages it took in. */
export const exchangeEvents = {
  packageAccepted: {
    label: '数据包接收',
    parents: {},
    travels: 'up',
    scope: 'none',
    writtenBy: 'anyone',
    lasting: true,
    shownBy: 'everything',
    fields: {
      package: field('数据包指纹', text(64)),
      sender: field('发送方', text(40)),
      serial: field('包号', integer(1, 9_999_999)),
      changes: field('内容条数', integer(0, 1_000_000_000)),
      blobs: field('证据份数', integer(0, 1_000_000_000)),
      refused: field('拒绝条数', integer(0, 1_000_000_000)),
      waiting: field('待升级条数', integer(0, 1_000_000_000), { since: 2 }),
    },
  },
  packageWithdrawn: {
    label: '撤销导入',
    parents: { packageAccepted: 1 },
    travels: 'down',
    scope: 'none',
    writtenBy: 'decideImports',
    headquartersOnly: true,
    decides: true,
    shownBy: 'everything',
    fields: {
      reason: field('撤销原因', text(500)),
    },
  },
  packageLost: {
    label: '数据包声明遗失',
    parents: {},
    travels: 'down',
    scope: 'none',
    writtenBy: 'decideImports',
    headquartersOnly: true,
    shownBy: 'everything',
    fields: {
      sender: field('发送方', text(40)),
      serial: field('包号', integer(1, 9_999_999)),
      reason: field('声明遗失的原因', text(500)),
    },
  },
  changeDeclined: {
    label: '不予采用',
    parents: {},
    travels: 'down',
    scope: 'none',
    writtenBy: 'decideImports',
    headquartersOnly: true,
    decides: true,
    shownBy: 'everything',
    fields: {
      change: field('内容', text(43)),
      reason: field('不予采用的原因', text(500)),
    },
  },
  receipt: {
    label: '回执',
    parents: {},
    travels: 'down',
    scope: 'none',
    writtenBy: 'decideImports',
    headquartersOnly: true,
    shownBy: 'everything',
    fields: {
      package: field('数据包指纹', text(64)),
      sender: field('发送方', text(40)),
      serial: field('包号', integer(1, 9_999_999)),
      acceptedAt: field('接收时间', instant),
      changes: field('内容条数', integer(0, 1_000_000_000)),
      blobs: field('证据份数', integer(0, 1_000_000_000)),
      refused: field('拒绝条数', integer(0, 1_000_000_000)),
      waiting: field('待升级条数', integer(0, 1_000_000_000), { since: 2 }),
    },
  },
} as const satisfies Record<string, EventNoun>
