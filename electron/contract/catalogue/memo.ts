import { field, text, integer, boolean, date, instant, choice, reference, blob } from './field.ts'
import { shownWithCase, type RowNoun, type EventNoun } from './noun.ts'

/** The memo of a visit, its frozen versions and their signatures. */
export const memoRows = {
  memo: {
    label: '备忘录',
    parents: { visit: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'compileDocument',
    derivedId: true,
    shownBy: shownWithCase,
    fields: {
      title: field('标题', text(200), { printed: true }),
      issuer: field('署名单位', text(100), { printed: true }),
      issuedOn: field('成文日期', date, { printed: true }),
      statementKind: field('被检查单位意见', choice('无意见', '有意见', '拒绝签署', '暗访未出示', '待填'), {
        printed: true,
      }),
      statement: field('意见内容', text(4000), { printed: true }),
    },
  },
  memoFinding: {
    label: '备忘录所列问题',
    parents: { memo: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'compileDocument',
    derivedId: true,
    shownBy: shownWithCase,
    fields: {
      finding: field('问题', reference('finding'), { printed: true }),
      included: field('列入备忘录', boolean, { printed: true }),
      reason: field('不列入的理由', text(200)),
      position: field('排列位置', text(100), { printed: true }),
    },
  },
} as const satisfies Record<string, RowNoun>

export const memoEvents = {
  memoFrozen: {
    label: '备忘录定稿',
    parents: { memo: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'compileDocument',
    shownBy: shownWithCase,
    fields: {
      version: field('版次', integer(1, 9999)),
      code: field('版本码', text(10)),
      printed: field('印刷清单', blob),
      document: field('文件', blob),
    },
  },
  memoSigner: {
    label: '签名人',
    parents: { memoFrozen: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'compileDocument',
    shownBy: shownWithCase,
    fields: {
      person: field('签名人', reference('person')),
      name: field('姓名', text(40)),
      role: field('签名身份', choice('检查人员', '组长', '被检查单位负责人')),
      line: field('签名行', text(40)),
      place: field('签名顺序', integer(1, 20)),
    },
  },
  memoSigned: {
    label: '签名',
    parents: { memoFrozen: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'signDocument',
    shownBy: shownWithCase,
    fields: {
      signer: field('签名人', reference('memoSigner')),
      signature: field('签名', blob),
      certificate: field('证书', text(64)),
      method: field('签名方式', choice('手写板', '证书', '纸签扫描')),
      signedAt: field('签名时间', instant),
    },
  },
  memoVoided: {
    label: '备忘录作废',
    parents: { memoFrozen: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'compileDocument',
    shownBy: shownWithCase,
    fields: {
      reason: field('作废原因', text(500)),
    },
  },
} as const satisfies Record<string, EventNoun>
