import { Button, Input, Space } from 'antd'
import type { ReactNode } from 'react'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'
import { minuteText, momentText } from '../../../electron/contract/text/formValue.ts'
import { readDay, readMinute, readMoment, todayInBeijing } from '../../../electron/contract/text/typedTime.ts'
import { FormField } from './FormField.tsx'

type TypedProps<T extends FieldValues, Output> = {
  readonly control: Control<T, unknown, Output>
  readonly name: FieldPath<T>
  readonly label: string
  readonly hint?: ReactNode
  readonly optional?: boolean
  readonly disabled?: boolean
}

/** A day, typed as 20141125 or 2014-11-25; written out in one form when the field is left. */
export function FormDay<T extends FieldValues, Output>(props: TypedProps<T, Output>) {
  return (
    <FormTyped
      {...props}
      placeholder="例如 20261125"
      written={(typed) => readDay(typed, todayInBeijing())}
      quick={{ label: '今天', value: todayInBeijing }}
    />
  )
}

/** A time of day, typed as 0930 or 9:30. */
export function FormMinute<T extends FieldValues, Output>(props: TypedProps<T, Output>) {
  return <FormTyped {...props} placeholder="例如 0930" written={writtenMinute} />
}

/** A moment in Beijing time, typed as 20141125 0930. */
export function FormMoment<T extends FieldValues, Output>(props: TypedProps<T, Output>) {
  return (
    <FormTyped
      {...props}
      placeholder="例如 20261125 0930"
      written={writtenMoment}
      quick={{ label: '现在', value: now }}
    />
  )
}

type Written = {
  readonly placeholder: string
  /** The one written form of what was typed; undefined leaves it as it is, for the form to say what is wrong. */
  readonly written: (typed: string) => string | undefined
  readonly quick?: { readonly label: string; readonly value: () => string }
}

function FormTyped<T extends FieldValues, Output>(props: TypedProps<T, Output> & Written) {
  const { control, name, disabled = false, placeholder, written, quick, ...about } = props
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <FormField {...about} error={error?.message}>
          {(aria) => (
            <Space.Compact block>
              <Input
                {...field}
                {...aria}
                disabled={disabled}
                autoComplete="off"
                placeholder={placeholder}
                onBlur={() => {
                  const plain = written(String(field.value))
                  if (plain !== undefined && plain !== field.value) field.onChange(plain)
                  field.onBlur()
                }}
                {...(error === undefined ? {} : { status: 'error' as const })}
              />
              {quick !== undefined && (
                <Button disabled={disabled} onClick={() => field.onChange(quick.value())}>
                  {quick.label}
                </Button>
              )}
            </Space.Compact>
          )}
        </FormField>
      )}
    />
  )
}

function writtenMinute(typed: string): string | undefined {
  const minute = readMinute(typed)
  return minute === undefined ? undefined : minuteText(minute)
}

function writtenMoment(typed: string): string | undefined {
  const instant = readMoment(typed, todayInBeijing())
  return instant === undefined ? undefined : momentText(instant)
}

function now(): string {
  return momentText(new Date().toISOString())
}
