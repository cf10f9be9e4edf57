import type { FieldName, RowValues } from '../contract/catalogue/catalogue.ts'

export type VisitProblem = { readonly field: FieldName<'visit'> | 'inspectors'; readonly message: string }
export type VisitFields = Partial<RowValues<'visit'>>

/**
 * What a visit still needs, or must not have, before its memo can be frozen. A visit can always be saved; 明察 is
 * announced, 暗访 is not (47号 第十四条), and two inspectors are the rule (47号 第九条).
 */
export function visitProblems(visit: VisitFields, inspectorCount: number): readonly VisitProblem[] {
  return [
    ...missingAlways(visit),
    ...(visit.mode === '明察' ? openProblems(visit) : []),
    ...(visit.mode === '暗访' ? covertProblems(visit) : []),
    ...timeProblems(visit),
    ...inspectorProblems(visit, inspectorCount),
  ]
}

/** 暗访 keeps notice and company empty until the inspectors have shown who they are, with time and reason. */
export function isDisclosed(visit: VisitFields): boolean {
  return hasText(visit.identityDisclosedAt) && hasText(visit.identityDisclosedReason)
}

const requiredAlways = [
  ['campaign', '请选择活动'],
  ['unit', '请选择被检查单位'],
  ['mode', '请选择检查方式：明察或暗访'],
  ['visitedOn', '请填写检查日期'],
  ['place', '请填写检查地点'],
] as const satisfies readonly (readonly [FieldName<'visit'>, string])[]

function missingAlways(visit: VisitFields): readonly VisitProblem[] {
  return requiredAlways.filter(([field]) => !hasText(visit[field])).map(([field, message]) => ({ field, message }))
}

function openProblems(visit: VisitFields): readonly VisitProblem[] {
  return [
    ...problemIf(!hasText(visit.noticeNumber), 'noticeNumber', '明察须填写通知书号'),
    ...problemIf(!hasText(visit.accompanying), 'accompanying', '明察须填写陪同人员'),
    ...problemIf(hasText(visit.identityDisclosedAt), 'identityDisclosedAt', '明察一开始就是公开的，不填公开身份时间'),
  ]
}

function covertProblems(visit: VisitFields): readonly VisitProblem[] {
  const disclosed = isDisclosed(visit)
  const at = hasText(visit.identityDisclosedAt)
  const reason = hasText(visit.identityDisclosedReason)
  return [
    ...problemIf(at && !reason, 'identityDisclosedReason', '公开身份须写明原因'),
    ...problemIf(reason && !at, 'identityDisclosedAt', '公开身份须写明时间'),
    ...problemIf(hasText(visit.noticeNumber) && !disclosed, 'noticeNumber', '暗访在公开身份之前不填通知书号'),
    ...problemIf(hasText(visit.accompanying) && !disclosed, 'accompanying', '暗访在公开身份之前不填陪同人员'),
  ]
}

function timeProblems({ startMinute, endMinute }: VisitFields): readonly VisitProblem[] {
  if (startMinute == null || endMinute == null) return []
  return problemIf(endMinute < startMinute, 'endMinute', '结束时刻早于开始时刻')
}

function inspectorProblems(visit: VisitFields, count: number): readonly VisitProblem[] {
  if (count < 1) return [{ field: 'inspectors', message: '请选择检查人员' }]
  const alone = count < 2 && !hasText(visit.singleInspectorReason)
  return problemIf(alone, 'inspectors', '检查人员应不少于两人；只有一人的，须写明原因')
}

function problemIf(condition: boolean, field: VisitProblem['field'], message: string): readonly VisitProblem[] {
  return condition ? [{ field, message }] : []
}

function hasText(value: string | number | boolean | null | undefined): boolean {
  return typeof value === 'string' && value.trim() !== ''
}
