import type { RiskPoint, RiskPointBasis } from '../../contract/resource.ts'
import type { RiskPointView } from '../../contract/riskPoint.ts'
import { branchOf, domainOf } from '../../domain/riskPoint.ts'
import { reading } from '../host/procedure.ts'
import { pinyinInitials } from './pinyin.ts'
import { readRiskPoints } from '../host/resource.ts'

/** The risk points that ship with the program, ready to be found by characters, by initials or in the tree. */
const list = reading.riskPoint.list.handler(async ({ context: { host } }) =>
  (await readRiskPoints(host.resourceFolder)).map((point) => ({
    code: point.code,
    name: point.name,
    branch: branchOf(point.code),
    domain: domainOf(point.code),
    initials: pinyinInitials(point.name),
    check: point.check.join('；'),
    evidence: point.evidence.join('；'),
    severity: point.severity,
    rectificationType: point.rectificationType,
    clue: point.clue,
    limits: point.limits.map(limitText).join('；'),
    remark: point.remark,
    rules: point.basis.map(viewRule),
  })),
)

export const riskPoint = { list }

function viewRule(basis: RiskPointBasis): RiskPointView['rules'][number] {
  const { document, article, text, role, validity } = basis
  const { validFrom, validTo } = basis.validity === 'known' ? basis : { validFrom: null, validTo: null }
  return { document, article, text, role, validity, validFrom, validTo }
}

function limitText({ item, value, from, to }: RiskPoint['limits'][number]): string {
  const time = [from === undefined ? '' : `${from}起`, to === undefined ? '' : `${to}止`].join('')
  return `${item}：${value}${time === '' ? '' : `（${time}）`}`
}
