import { Select } from 'antd'
import type { ReactNode } from 'react'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'
import { FormField } from './FormField.tsx'
import { useFocusable } from '../table/useFocusable.ts'
import { matches, type SelectOption, standingValue, withUnknown } from './FormSelect.tsx'

export type FormSelectManyProps<T extends FieldValues, Output> = {
  readonly control: Control<T, unknown, Output>
  /** A field that holds an array of texts. */
  readonly name: FieldPath<T>
  readonly label: string
  readonly hint?: ReactNode
  readonly placeholder?: string
  readonly options: readonly SelectOption[]
}

/** Several of a list, in the order in which they were chosen. */
export function FormSelectMany<T extends FieldValues, Output>(props: FormSelectManyProps<T, Output>) {
  const { control, name, options, placeholder = '请选择', ...about } = props
  const focusable = useFocusable()
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <FormField {...about} error={error?.message}>
          {(aria) => (
            <Select<readonly string[], SelectOption>
              {...aria}
              ref={focusable(field.ref)}
              className="form-select"
              mode="multiple"
              value={[...new Set((field.value as readonly string[]).map((value) => standingValue(options, value)))]}
              options={[...withUnknown(options, field.value as readonly string[])]}
              placeholder={placeholder}
              showSearch={{ filterOption: (typed, option) => option !== undefined && matches(typed, option) }}
              notFoundContent="没有符合的"
              onBlur={field.onBlur}
              onChange={field.onChange}
              {...(error === undefined ? {} : { status: 'error' as const })}
            />
          )}
        </FormField>
      )}
    />
  )
}
