import * as z from 'zod'
import { rows, type RowValues } from '../../../electron/contract/catalogue/catalogue.ts'
import { typedChoice, typedDay, typedText } from '../../../electron/contract/formValue.ts'

const { fields } = rows.memo

/** What the memo itself says beside its findings. */
export const memoFormSchema = z.object({
  issuer: typedText(fields.issuer),
  issuedOn: typedDay(),
  statementKind: typedChoice(fields.statementKind),
  statement: typedText(fields.statement),
})

export type MemoInput = z.input<typeof memoFormSchema>
export type MemoOutput = z.output<typeof memoFormSchema>

export function memoInput(values: Pick<RowValues<'memo'>, keyof MemoInput>): MemoInput {
  return {
    issuer: values.issuer ?? '',
    issuedOn: values.issuedOn ?? '',
    statementKind: values.statementKind ?? '',
    statement: values.statement ?? '',
  }
}

export const statementKinds = fields.statementKind.of
export const statementLength = fields.statement.max
export const issuerLength = fields.issuer.max
