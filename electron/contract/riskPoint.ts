import * as z from 'zod'
import { read } from './procedure.ts'

/**
 * A rule of conduct says what ought to be done; a consequence says how it is punished when it is not. To cite the second is
 * to judge, which is not the team's: no paper of a team takes it over (decisions.md 50).
 */
export const basisRole = z.enum(['conduct', 'consequence'])

/** A risk point as the form offers it: what to look for, what to bring home, on which rule. */
const riskPointView = z.object({
  code: z.string(),
  name: z.string(),
  branch: z.string(),
  domain: z.string(),
  /** Pinyin initials of the name, in lower case: 首问责任 is swzr. */
  initials: z.string(),
  check: z.string(),
  evidence: z.string(),
  severity: z.int(),
  rectificationType: z.string(),
  clue: z.boolean(),
  /** Limits and standards to measure by, and what is to be minded beside. */
  limits: z.string(),
  remark: z.string().nullable(),
  rules: z.array(
    z.object({
      document: z.string(),
      article: z.string().nullable(),
      text: z.string().nullable(),
      role: basisRole,
      /** Days between which the version read was in force; unknown ones make the form say 依据待核. */
      validity: z.enum(['known', 'unknown']),
      validFrom: z.string().nullable(),
      validTo: z.string().nullable(),
    }),
  ),
})
export type RiskPointView = z.infer<typeof riskPointView>

/**
 * Whether a rule may be printed with its article for something that happened on `day` (`YYYY-MM-DD`): outside the days that
 * are known, or where the day is not, it is as good as unknown.
 */
export function validityOn(rule: RuleTime, day: string | undefined): 'known' | 'unknown' {
  const { validity, validFrom, validTo } = rule
  if (validity === 'unknown' || day === undefined || day < (validFrom ?? '')) return 'unknown'
  return validTo === null || day <= validTo ? 'known' : 'unknown'
}
type RuleTime = Pick<RiskPointView['rules'][number], 'validity' | 'validFrom' | 'validTo'>

/** In the order of the tree: branches, their domains, their points. */
export const riskPoint = { list: read.output(z.array(riskPointView)) }
