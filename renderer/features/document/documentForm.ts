import * as z from 'zod'
import { rows, type RowValues } from '../../../electron/contract/catalogue/catalogue.ts'
import { formInput, formShape } from '../../../electron/contract/formField.ts'

const { fields } = rows.document
const asked = ['issuer', 'issuedOn', 'statementKind', 'statement'] as const

/** What the document itself says beside its findings. */
export const documentFormSchema = z.object(formShape('document', asked))

export type DocumentInput = z.input<typeof documentFormSchema>
export type DocumentOutput = z.output<typeof documentFormSchema>

export function documentInput(values: Partial<RowValues<'document'>>): DocumentInput {
  return formInput('document', asked, values)
}

export const statementKinds = fields.statementKind.of
export const statementLength = fields.statement.max
export const issuerLength = fields.issuer.max
