import { fieldsOf, type RowEntity, type RowValues } from '../../electron/contract/catalogue/catalogue.ts'
import type { PlainRow } from '../../electron/domain/document.ts'
import type { MemoRows, NumberedFinding } from '../../electron/domain/memo.ts'

/** A row with every field of the catalogue, empty where the test says nothing. */
export function row<E extends RowEntity>(
  entity: E,
  id: string,
  values: Partial<RowValues<E>> & { readonly parent?: string } = {},
): PlainRow<E> {
  const empty = Object.fromEntries(Object.keys(fieldsOf(entity)).map((field) => [field, null]))
  // The names come from the catalogue that PlainRow is made of.
  return { parent: null, ...empty, removed: false, ...values, id } as PlainRow<E>
}

export function finding(id: string, values: Partial<RowValues<'finding'>> & { readonly number?: string } = {}) {
  const { number, ...set } = values
  const ordinal = set.ordinal ?? 1
  const complete = {
    ordinal,
    riskPoint: 'XZ-01',
    riskPointName: '公务接待凭证要件不齐',
    title: '接待凭证不齐',
    fact: '抽查三笔，一笔没有公函。',
    ruleDocument: '机关事务管理条例',
    ruleValidity: 'unknown',
    opinion: '凭证要件不齐。',
    severity: 2,
    occurredOn: '2014-11-25',
    place: '财务科',
    rectificationType: '立行立改',
    clue: false,
  } as const
  const plain = row('finding', id, { parent: 'visit', ...complete, ...set })
  return { ...plain, number: number ?? `B-${String(ordinal).padStart(3, '0')}` } satisfies NumberedFinding
}

/** A 明察 with two inspectors and one complete finding, ready to be frozen. */
export function readyMemo(more: Partial<MemoRows> = {}): MemoRows {
  return {
    document: row('document', 'memo', {
      parent: 'visit',
      issuer: '第三检查组',
      issuedOn: '2014-11-26',
      statementKind: '无意见',
    }),
    visit: row('visit', 'visit', {
      campaign: 'campaign',
      unit: 'unit',
      mode: '明察',
      visitedOn: '2014-11-25',
      place: '办公楼',
      noticeNumber: '督通〔2014〕12号',
      accompanying: '办公室主任',
    }),
    unit: row('unit', 'unit', { code: '1440100', name: '临江县国家税务局' }),
    campaign: row('campaign', 'campaign', { name: '主题活动', documentNumber: '税总发〔2014〕137号', preset: '137' }),
    inspectors: [
      row('visitInspector', 'inspector-1', { parent: 'visit', person: 'leader', role: '组长' }),
      row('visitInspector', 'inspector-2', { parent: 'visit', person: 'member', role: '组员' }),
    ],
    persons: [row('person', 'leader', { name: '周明远' }), row('person', 'member', { name: '林晓䶮' })],
    findings: [finding('finding-1')],
    evidence: [row('evidence', 'evidence-1', { parent: 'finding-1', ordinal: 1 })],
    choices: [],
    ...more,
  }
}
