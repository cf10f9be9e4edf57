import * as z from 'zod'
import { rows, type RowValues } from '../../../electron/contract/catalogue/catalogue.ts'
import { typedChoice, typedDay, typedText } from '../../../electron/contract/formValue.ts'

const { fields } = rows.document

/** What the document itself says beside its findings. */
export const documentFormSchema = z.object({
  issuer: typedText(fields.issuer),
  issuedOn: typedDay(),
  statementKind: typedChoice(fields.statementKind),
  statement: typedText(fields.statement),
})

export type DocumentInput = z.input<typeof documentFormSchema>
export type DocumentOutput = z.output<typeof documentFormSchema>

export function documentInput(values: Pick<RowValues<'document'>, keyof DocumentInput>): DocumentInput {
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
