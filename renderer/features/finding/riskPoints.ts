import { foldedTight } from '../../../electron/contract/text/folding.ts'
import type { RiskPointView } from '../../../electron/contract/riskPoint.ts'

export type RiskPointNode = {
  readonly value: string
  readonly title: string
  readonly selectable: boolean
  /** Everything it is found by, folded. */
  readonly search: string
  children?: RiskPointNode[]
}

/** Branch, domain, point, in the order in which they are shipped; only points can be chosen. */
export function riskPointTree(points: readonly RiskPointView[]): RiskPointNode[] {
  return grouped(points, ({ branch }) => branch).map(([branch, ofBranch]) => ({
    value: `branch:${branch}`,
    title: branch,
    selectable: false,
    search: '',
    children: grouped(ofBranch, ({ domain }) => domain).map(([domain, ofDomain]) => ({
      value: `domain:${branch}:${domain}`,
      title: `${domain}（${ofDomain.length}）`,
      selectable: false,
      search: '',
      children: ofDomain.map(pointNode),
    })),
  }))
}

/** Two characters out of the name or of what to look for, the code, or the pinyin initials from any character on. */
export function foundRiskPoints(tree: readonly RiskPointNode[], typed: string): RiskPointNode[] {
  const wanted = foldedTight(typed)
  return pointsOf(tree).filter(({ search }) => search.includes(wanted))
}

function pointsOf(nodes: readonly RiskPointNode[]): readonly RiskPointNode[] {
  return nodes.flatMap((node) => (node.children === undefined ? [node] : pointsOf(node.children)))
}

function pointNode({ code, name, initials, check }: RiskPointView): RiskPointNode {
  const search = [code, code.replace('-', ''), name, initials, check].map(foldedTight).join(' ')
  return { value: code, title: `${code} ${name}`, selectable: true, search }
}

function grouped<T>(items: readonly T[], nameOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = nameOf(item)
    groups.set(name, [...(groups.get(name) ?? []), item])
  }
  return [...groups]
}
