/** The risk tree: 137号's three branches and 其他, then seven domains, then the points themselves (electron/README §10). */
export const branches = ['行政管理', '干部管理', '税收执法', '其他'] as const
export type Branch = (typeof branches)[number]

export const domains = {
  XZ: { name: '行政管理', branch: '行政管理' },
  GB: { name: '干部管理', branch: '干部管理' },
  DN: { name: '党内政治生活', branch: '干部管理' },
  ZF: { name: '税收执法', branch: '税收执法' },
  NF: { name: '纳税服务', branch: '税收执法' },
  ZJ: { name: '作风纪律', branch: '其他' },
  ZG: { name: '整改落实', branch: '其他' },
} as const satisfies Record<string, { readonly name: string; readonly branch: Branch }>
export type DomainCode = keyof typeof domains

/** The branch under which a finding is printed; a code that no domain knows (a local one) is under 其他. */
export function branchOf(code: string): Branch {
  const domain = domainCode(code)
  return domain === undefined ? '其他' : domains[domain].branch
}

/** The name of the code's domain, 其他 where none is known. */
export function domainOf(code: string): string {
  const domain = domainCode(code)
  return domain === undefined ? '其他' : domains[domain].name
}

/** What of a rule is known about its time: outside known days it is as good as unknown, and the form says 依据待核. */
export type Validity =
  | { readonly validity: 'known'; readonly validFrom: string; readonly validTo: string | null }
  | { readonly validity: 'unknown' }

/** Whether a rule may be printed with its article for something that happened on `day` (`YYYY-MM-DD`). */
export function validityOn(rule: Validity, day: string): 'known' | 'unknown' {
  if (rule.validity === 'unknown' || day < rule.validFrom) return 'unknown'
  return rule.validTo === null || day <= rule.validTo ? 'known' : 'unknown'
}

/** The points whose code, name or checks hold the typed text (two characters are enough), in the tree's order. */
export function findRiskPoints<P extends SearchedPoint>(points: readonly P[], text: string): readonly P[] {
  const wanted = plain(text)
  return wanted === '' ? points : points.filter((point) => searched(point).some((part) => part.includes(wanted)))
}

type SearchedPoint = { readonly code: string; readonly name: string; readonly check: readonly string[] }

function searched({ code, name, check }: SearchedPoint): readonly string[] {
  return [code, name, ...check].map(plain)
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '')
}

function domainCode(code: string): DomainCode | undefined {
  const prefix = code.split('-', 1)[0] ?? ''
  return isDomainCode(prefix) ? prefix : undefined
}

function isDomainCode(prefix: string): prefix is DomainCode {
  return Object.hasOwn(domains, prefix)
}
