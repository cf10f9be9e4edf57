import { field, text, integer, boolean, date, instant, choice, reference, blob } from './field.ts'
import { shownWithCase, type RowNoun, type EventNoun } from './noun.ts'

/** Official papers of every kind, their frozen versions and signatures. Schema 1 knew only the memo of a visit. */
export const documentRows = {
  document: {
    label: '文书',
    named: ['kind', 'title', 'parent'],
    since: 2,
    formerly: { name: 'memo', made: { kind: '检查备忘录' } },
    parents: { visit: 1, finding: 2 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'compileDocument',
    derivedId: { from: 'kind', named: { 检查备忘录: 'memo' } },
    counted: true,
    measure: '份',
    shownBy: shownWithCase,
    fields: {
      /** Fixed at its making. Not a choice: a kind that only a newer program knows is shown and carried all the same. */
      kind: field('文书种类', text(40), { fixedSince: 1 }),
      title: field('标题', text(200)),
      issuer: field('署名单位', text(100)),
      issuedOn: field('成文日期', date),
      statementKind: field('被检查单位意见', choice('无意见', '有意见', '拒绝签署', '暗访未出示', '待填')),
      statement: field('意见内容', text(4000)),
    },
  },
  documentItem: {
    label: '文书所列问题',
    named: ['finding'],
    since: 2,
    formerly: { name: 'memoFinding' },
    parents: { document: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'compileDocument',
    derivedId: { from: 'finding' },
    shownBy: shownWithCase,
    fields: {
      finding: field('问题', reference('finding'), { fixedSince: 2 }),
      included: field('列入文书', boolean),
      reason: field('不列入的理由', text(200)),
      position: field('排列位置', text(100), { untold: true }),
    },
  },
} as const satisfies Record<string, RowNoun>

export const documentEvents = {
  documentFrozen: {
    label: '文书定稿',
    since: 2,
    formerly: { name: 'memoFrozen' },
    parents: { document: 1 },
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
  documentSigner: {
    label: '签名人',
    since: 2,
    formerly: { name: 'memoSigner' },
    parents: { documentFrozen: 1 },
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
  documentSigned: {
    label: '签名',
    since: 2,
    formerly: { name: 'memoSigned' },
    parents: { documentFrozen: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'signDocument',
    shownBy: shownWithCase,
    fields: {
      signer: field('签名人', reference('documentSigner')),
      signature: field('签名', blob),
      certificate: field('证书', text(64)),
      method: field('签名方式', choice('手写板', '证书', '纸签扫描')),
      signedAt: field('签名时间', instant),
      /**
       * By which joins the one who signs is the one named on the line: rows with the changes that join them, ‹row›:‹change› with
       * a blank between. Later ones take nothing from the signature.
       */
      joins: field('依据的合并', text(1000), { since: 2 }),
    },
  },
  /** The lead makes this paper without waiting for a change that his program cannot read (decisions.md 91). */
  unreadPassed: {
    label: '不等待升级',
    since: 2,
    parents: { document: 2 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'compileDocument',
    shownBy: shownWithCase,
    fields: {
      change: field('内容', text(43)),
      reason: field('不等待的原因', text(500)),
    },
  },
  documentVoided: {
    label: '文书作废',
    since: 2,
    formerly: { name: 'memoVoided' },
    parents: { documentFrozen: 1 },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'compileDocument',
    shownBy: shownWithCase,
    fields: {
      reason: field('作废原因', text(500)),
    },
  },
} as const satisfies Record<string, EventNoun>
