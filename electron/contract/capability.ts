/** What people may do, as one table: the middleware of procedures, the judgement of changes and the window ask it. */
export const roles = ['组员', '组长', '督办员', '系统管理员', '审批人', '查看'] as const
export type Role = (typeof roles)[number]
/** Roles that came later than the grant: role → schema version. */
export const rolesSince: Readonly<Record<string, number>> = {}

/** 审批人 and 查看 write nothing yet. */
export const capabilities = {
  /** Visits, findings, evidence. */
  recordInspection: ['组员', '组长'],
  /** At headquarters: what a team recorded, with a reason; it makes nothing. */
  correctInspection: ['督办员'],
  /** Papers: what they list, freezing, voiding. */
  compileDocument: ['组长'],
  signDocument: ['组员', '组长'],
  /** A unit or person that the roster does not know yet. */
  listLocally: ['组员', '组长', '督办员'],
  /** That a row which her team listed is the same as one of the roster, and that it is not. */
  joinLocally: ['组长'],
  /** A team that is not enrolled yet loads the preset campaign itself: its ids are fixed, so both rows are one. */
  loadCampaign: ['组长'],
  /** Writing packages and taking them in, and everything held here as one file: a 组员 hands over to the 组长 too. */
  exchangePackages: ['组员', '组长', '督办员', '系统管理员'],
  /** Withdrawing, declining, declaring lost; receipts. */
  decideImports: ['督办员'],
  manageRoster: ['系统管理员'],
  /** Enrolment, letters, grants, ends of rights. */
  administerTrust: ['系统管理员'],
} as const satisfies Record<string, readonly Role[]>
export type Capability = keyof typeof capabilities

/** What headquarters can make of the people of a team it enrols, with the words of the form; the lead first. */
export const teamRoles = ['组长', '组员'] as const satisfies readonly Role[]
export type TeamRole = (typeof teamRoles)[number]
export const teamRoleWords: { readonly [R in TeamRole]: string } = {
  组长: '编制、定稿备忘录，导出数据包',
  组员: '记录检查和问题，签名',
}

/** Whether one of these roles carries the capability. */
export function can(held: Iterable<Role>, capability: Capability): boolean {
  const wanted: readonly Role[] = capabilities[capability]
  for (const role of held) if (wanted.includes(role)) return true
  return false
}
