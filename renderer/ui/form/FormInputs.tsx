import { Checkbox, Input, Radio } from 'antd'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'
import { useEffect, type ReactNode } from 'react'
import { textTooLong } from '../../../electron/contract/text/textRule.ts'
import { FormField } from './FormField.tsx'
import { useInForm } from './keeping.ts'

type FieldProps<T extends FieldValues, Output> = {
  readonly control: Control<T, unknown, Output>
  readonly name: FieldPath<T>
  readonly label: string
  readonly hint?: ReactNode
  readonly optional?: boolean
}

type TextProps<T extends FieldValues, Output> = FieldProps<T, Output> & {
  readonly autoComplete?: string
  readonly placeholder?: string
  readonly maxLength?: number
}

/** A text of one line. Nothing is cut off: what is too long is said, and refused when it is saved. */
export function FormText<T extends FieldValues, Output>(props: TextProps<T, Output>) {
  const { control, name, autoComplete = 'off', placeholder, maxLength, hint, ...about } = props
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <FormField {...about} error={error?.message} hint={tooMuch(field.value, maxLength) ?? hint}>
          {(aria) => (
            <Input
              {...field}
              {...aria}
              autoComplete={autoComplete}
              placeholder={placeholder}
              {...(error === undefined ? {} : { status: 'error' as const })}
            />
          )}
        </FormField>
      )}
    />
  )
}

export function FormPassword<T extends FieldValues, Output>(props: TextProps<T, Output>) {
  const { control, name, autoComplete = 'current-password', placeholder, maxLength, ...about } = props
  const { secret } = useInForm()
  useEffect(() => secret(name), [name, secret])
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <FormField {...about} error={error?.message}>
          {(aria) => (
            <Input.Password
              {...field}
              {...aria}
              autoComplete={autoComplete}
              placeholder={placeholder}
              maxLength={maxLength}
              {...(error === undefined ? {} : { status: 'error' as const })}
            />
          )}
        </FormField>
      )}
    />
  )
}

function tooMuch(value: unknown, maxLength: number | undefined): string | undefined {
  return typeof value === 'string' && maxLength !== undefined ? textTooLong(value, maxLength) : undefined
}

export type Choice = { readonly value: string; readonly label: string; readonly note: string }

/** A few alternatives, each said in a line. */
export function FormChoice<T extends FieldValues, Output>(
  props: Omit<FieldProps<T, Output>, 'hint' | 'optional'> & { readonly choices: readonly Choice[] },
) {
  const { control, name, label, choices } = props
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <fieldset className="field choice">
          <legend className="field-label">{label}</legend>
          <Radio.Group {...field} name={field.name}>
            {choices.map((choice) => (
              <Radio key={choice.value} value={choice.value}>
                <span className="choice-name">{choice.label}</span>
                <span className="choice-note">{choice.note}</span>
              </Radio>
            ))}
          </Radio.Group>
          {error?.message !== undefined && <div className="field-error">{error.message}</div>}
        </fieldset>
      )}
    />
  )
}

export function FormCheck<T extends FieldValues, Output>(props: FieldProps<T, Output>) {
  const { control, name, label, hint } = props
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, ...field } }) => (
        <div className="field">
          <Checkbox {...field} checked={value === true}>
            {label}
          </Checkbox>
          <div className="field-hint check-hint">{hint}</div>
        </div>
      )}
    />
  )
}
