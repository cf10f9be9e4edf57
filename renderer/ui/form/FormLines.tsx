import { Fragment } from 'react'
import type { Control, FieldPath, FieldValues } from 'react-hook-form'
import { fieldsOf, type RowEntity } from '../../../electron/contract/catalogue/catalogue.ts'
import { FormArea } from './FormArea.tsx'
import { FormCheck, FormText } from './FormInputs.tsx'
import { FormSelect } from './FormSelect.tsx'
import { FormDay, FormMinute, FormMoment } from './FormTyped.tsx'
import type { FormLine, FormLook } from './formLook.ts'

type FormLinesProps<T extends FieldValues, Output> = {
  readonly control: Control<T, unknown, Output>
  /** The noun whose fields they are. */
  readonly entity: RowEntity
  readonly lines: readonly FormLine<FieldPath<T>>[]
}

/** Fields of a noun, line by line, each with the input that its type in the catalogue asks for. */
export function FormLines<T extends FieldValues, Output>({ control, entity, lines }: FormLinesProps<T, Output>) {
  return lines.map((line) => {
    const fields = line.map((look) => <FormLooked key={look.name} control={control} entity={entity} look={look} />)
    const key = line.map(({ name }) => name).join(' ')
    if (line.length === 1) return <Fragment key={key}>{fields}</Fragment>
    return (
      <div key={key} className={line.length === 2 ? 'form-pair' : 'form-three'}>
        {fields}
      </div>
    )
  })
}

/** Longer texts get several lines. */
const mostInOneLine = 500

function FormLooked<T extends FieldValues, Output>({
  control,
  entity,
  look,
}: Omit<FormLinesProps<T, Output>, 'lines'> & { readonly look: FormLook<FieldPath<T>> }) {
  const field = fieldsOf(entity)[look.name]
  if (field === undefined) return null
  const { rows = 2, placeholder, options, ...said } = look
  const about = { control, label: field.label, ...said }
  const prompted = { ...about, ...(placeholder !== undefined && { placeholder }) }
  if (options !== undefined) return <FormSelect {...prompted} options={options} />
  switch (field.type) {
    case 'text':
      return field.max > mostInOneLine ? (
        <FormArea {...about} rows={rows} maxLength={field.max} />
      ) : (
        <FormText {...prompted} />
      )
    case 'date':
      return <FormDay {...about} />
    case 'instant':
      return <FormMoment {...about} />
    case 'integer':
      return field.shown === 'timeOfDay' ? <FormMinute {...about} /> : <FormText {...prompted} />
    case 'choice':
      return <FormSelect {...prompted} options={field.of.map((value) => ({ value, label: value }))} />
    case 'boolean':
      return <FormCheck {...about} />
    case 'reference':
    case 'blob':
      // Which records can be chosen, only its feature knows.
      return null
  }
}
