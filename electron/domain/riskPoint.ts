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

function domainCode(code: string): DomainCode | undefined {
  const prefix = code.split('-', 1)[0] ?? ''
  return isDomainCode(prefix) ? prefix : undefined
}

function isDomainCode(prefix: string): prefix is DomainCode {
  return Object.hasOwn(domains, prefix)
}
