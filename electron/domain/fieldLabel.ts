import {
  fieldsOf,
  type Entity,
  type EventEntity,
  type EventValues,
  type RowEntity,
  type RowValues,
} from '../contract/catalogue/catalogue.ts'
import type { PlainValue } from '../contract/change.ts'
import { beijingTime, chineseDate, chineseTime } from './chineseDate.ts'
import { severityWord } from './finding.ts'

/** The Chinese words for the catalogue: one place for forms, problems, history and exports. */

export type FieldOf<E extends Entity> = E extends RowEntity
  ? keyof RowValues<E> & string
  : E extends EventEntity
    ? keyof EventValues<E> & string
    : never
/** A finding is also asked for its evidence, and a visit for its inspectors, as if they were fields. */
export type LabelledField<E extends Entity> =
  FieldOf<E> | (E extends 'finding' ? 'evidence' : never) | (E extends 'visit' ? 'inspectors' : never)

export function fieldLabel<E extends Entity>(entity: E, field: LabelledField<E>): string {
  const own: Readonly<Record<string, string>> = labels[entity]
  return own[field] ?? shared[field] ?? field
}

export function entityLabel(entity: Entity): string {
  return entities[entity]
}

/** A value as a person reads it: 未填, 是/否, 2014年11月25日, 9时30分, Beijing time, 一般. References stay ids. */
export function fieldText<E extends Entity>(entity: E, field: FieldOf<E>, value: PlainValue): string {
  if (value === null || value === '') return '未填'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return numberText(field, value)
  const type = fieldsOf(entity)[field]?.type
  return type === 'date' ? chineseDate(value) : type === 'instant' ? beijingTime(value) : value
}

function numberText(field: string, value: number): string {
  if (field === 'severity') return severityWord(value) ?? String(value)
  if (field.endsWith('Minute')) return chineseTime(value)
  if (field === 'latitude' || field === 'longitude') return `${(value / 1_000_000).toFixed(6)}°`
  if (field === 'size') return `${value} 字节`
  return field === 'width' || field === 'height' ? `${value} 像素` : String(value)
}

const entities: Readonly<Record<Entity, string>> = {
  unit: '单位',
  person: '人员',
  campaign: '活动',
  milestone: '时间节点',
  task: '任务',
  visit: '检查',
  visitInspector: '检查人员',
  finding: '问题',
  evidence: '证据',
  memo: '备忘录',
  memoFinding: '备忘录所列问题',
  memoFrozen: '备忘录定稿',
  memoSigner: '签名人',
  memoSigned: '签名',
  memoVoided: '备忘录作废',
  packageAccepted: '数据包接收',
  packageWithdrawn: '撤销导入',
  packageLost: '数据包声明遗失',
  changeDeclined: '不予采用',
  receipt: '回执',
  logEnrolled: '电脑登记',
  letter: '编号字母',
  grant: '授权',
  revocation: '停用',
}

const shared: Readonly<Record<string, string>> = {
  removed: '已删除',
  removedReason: '删除原因',
  evidence: '证据（至少一件）',
  inspectors: '检查人员',
}

/** Every field of every entity: a field without a word here is a type error. */
const labels: { readonly [E in Entity]: Readonly<Record<Exclude<FieldOf<E>, 'removed' | 'removedReason'>, string>> } = {
  unit: {
    code: '单位代码',
    name: '单位名称',
    shortName: '简称',
    system: '系统',
    level: '层级',
    parentUnit: '上级单位',
    sameAs: '同一单位',
  },
  person: { name: '姓名', unit: '所在单位', post: '职务', sameAs: '同一人员' },
  campaign: {
    name: '活动名称',
    documentNumber: '文号',
    issuedOn: '成文日期',
    startsOn: '开始日期',
    endsOn: '结束日期',
    preset: '预置活动',
  },
  milestone: {
    code: '节点编号',
    title: '事项',
    kind: '类型',
    dueOn: '日期',
    recurrence: '周期',
    responsible: '责任单位',
    submitTo: '报送',
    source: '条款',
    remark: '说明',
  },
  task: { title: '任务名称', unit: '被检查单位', mode: '检查方式', dueOn: '完成时限', team: '检查组' },
  visit: {
    ordinal: '序号',
    campaign: '活动',
    task: '任务',
    unit: '被检查单位',
    mode: '检查方式',
    visitedOn: '检查日期',
    startMinute: '开始时刻',
    endMinute: '结束时刻',
    place: '检查地点',
    placeType: '场所类型',
    noticeNumber: '通知书号',
    accompanying: '陪同人员',
    identityDisclosedAt: '公开身份时间',
    identityDisclosedReason: '公开身份原因',
    singleInspectorReason: '一人检查的原因',
    overview: '检查基本情况',
  },
  visitInspector: { person: '检查人员', role: '分工' },
  finding: {
    ordinal: '序号',
    riskPoint: '风险点',
    riskPointName: '风险点名称',
    title: '标题',
    fact: '事实',
    ruleText: '依据条文',
    ruleDocument: '依据文件',
    ruleArticle: '依据条款',
    ruleValidity: '依据有效性',
    opinion: '初步意见',
    severity: '程度',
    occurredOn: '发生日期',
    occurredMinute: '发生时刻',
    place: '地点',
    involved: '涉及人员或岗位',
    rectificationType: '整改类别',
    rectifyBy: '整改时限',
    requirement: '整改要求',
    clue: '线索',
    position: '排列位置',
  },
  evidence: {
    ordinal: '序号',
    content: '文件指纹',
    size: '大小',
    mediaType: '格式',
    fileName: '文件名',
    caption: '说明文字',
    class: '来源类别',
    takenAt: '拍摄时间',
    device: '设备',
    latitude: '纬度',
    longitude: '经度',
    width: '宽度',
    height: '高度',
    fileModifiedAt: '文件修改时间',
    addedAt: '登记时间',
    position: '排列位置',
  },
  memo: {
    title: '标题',
    issuer: '署名单位',
    issuedOn: '成文日期',
    statementKind: '被检查单位意见',
    statement: '意见内容',
  },
  memoFinding: { finding: '问题', included: '列入备忘录', reason: '不列入的理由', position: '排列位置' },
  memoFrozen: { version: '版次', code: '版本码', printed: '印刷清单', document: '文件' },
  memoSigner: { person: '签名人', name: '姓名', role: '签名身份', line: '签名行', place: '签名顺序' },
  memoSigned: { signer: '签名人', signature: '签名', certificate: '证书', method: '签名方式', signedAt: '签名时间' },
  memoVoided: { reason: '作废原因' },
  packageAccepted: {
    package: '数据包指纹',
    sender: '发送方',
    serial: '包号',
    changes: '内容条数',
    blobs: '证据份数',
    refused: '拒绝条数',
  },
  packageWithdrawn: { reason: '撤销原因' },
  packageLost: { sender: '发送方', serial: '包号', reason: '声明遗失的原因' },
  changeDeclined: { change: '内容', reason: '不予采用的原因' },
  receipt: {
    package: '数据包指纹',
    sender: '发送方',
    serial: '包号',
    acceptedAt: '接收时间',
    changes: '内容条数',
    blobs: '证据份数',
    refused: '拒绝条数',
  },
  logEnrolled: { log: '电脑', publicKey: '公钥', kind: '类别', name: '名称', recipient: '收件密钥' },
  letter: { log: '电脑', letter: '编号字母' },
  grant: { person: '人员', log: '电脑', role: '角色', unit: '范围' },
  revocation: { kind: '对象类别', subject: '对象', since: '停用时间', reason: '停用原因' },
}
