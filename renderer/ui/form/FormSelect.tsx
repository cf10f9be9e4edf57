import { Select } from 'antd'
import type { ReactNode } from 'react'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'
import { foldedTight } from '../../../electron/contract/text/folding.ts'
import { FormField } from './FormField.tsx'
import { useFocusable } from '../table/useFocusable.ts'
import { clearing } from '../Icons.tsx'

export type SelectOption = {
  readonly value: string
  readonly label: string
  /** What else it is found by: pinyin initials, a code. */
  readonly search?: string
  /** Further values that mean this one: of rows that were joined to it. */
  readonly also?: readonly string[]
}

export type FormSelectProps<T extends FieldValues, Output> = {
  readonly control: Control<T, unknown, Output>
  readonly name: FieldPath<T>
  readonly label: string
  readonly hint?: ReactNode
  readonly optional?: boolean
  readonly disabled?: boolean
  readonly placeholder?: string
  readonly options: readonly SelectOption[]
}

/** One of a list, found by any characters of its name or by what else it is found by. Empty is the empty text. */
export function FormSelect<T extends FieldValues, Output>(props: FormSelectProps<T, Output>) {
  const { control, name, options, disabled = false, placeholder = '请选择', ...about } = props
  const focusable = useFocusable()
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <FormField {...about} error={error?.message}>
          {(aria) => (
            <Select<string, SelectOption>
              {...aria}
              ref={focusable(field.ref)}
              className="form-select"
              value={field.value === '' ? null : standingValue(options, field.value)}
              options={[...withUnknown(options, [field.value])]}
              placeholder={placeholder}
              disabled={disabled}
              allowClear={about.optional === true && clearing}
              showSearch={{ filterOption: (typed, option) => option !== undefined && matches(typed, option) }}
              notFoundContent="没有符合的"
              onBlur={field.onBlur}
              onChange={(value: string | undefined) => field.onChange(value ?? '')}
              {...(error === undefined ? {} : { status: 'error' as const })}
            />
          )}
        </FormField>
      )}
    />
  )
}

/** The option that a stored value means. */
export function standingValue(options: readonly SelectOption[], value: string): string {
  return options.find((option) => option.value === value || option.also?.includes(value) === true)?.value ?? value
}

/** What is chosen and not in the list is named as such; nobody reads an id. */
export function withUnknown(options: readonly SelectOption[], values: readonly string[]): readonly SelectOption[] {
  const missing = values.filter(
    (value) => value !== '' && !options.some((option) => option.value === standingValue(options, value)),
  )
  return [...options, ...missing.map((value) => ({ value, label: '（名单里没有）' }))]
}

/** Any part of the name, or the beginning of what else it is found by. */
export function matches(typed: string, { label, search = '' }: Pick<SelectOption, 'label' | 'search'>): boolean {
  const wanted = foldedTight(typed)
  return foldedTight(label).includes(wanted) || search.split(' ').some((word) => foldedTight(word).startsWith(wanted))
}
