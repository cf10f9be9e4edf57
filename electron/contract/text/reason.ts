import * as z from 'zod'
import { isBlank } from './folding.ts'
import { textTooLong } from './textRule.ts'

/** Why something is done, in writing: nothing of it is cut, and what nobody sees is no reason. `missing`: what is said where there is none. */
export function reasonSchema(max: number, missing = '请写明原因'): z.ZodType<string, string> {
  return z
    .string()
    .trim()
    .superRefine((text, context) => {
      const message = isBlank(text) ? missing : textTooLong(text, max)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    })
}
