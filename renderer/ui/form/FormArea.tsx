import { Input } from 'antd'
import type { ReactNode } from 'react'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'
import { textTooLong } from '../../../electron/contract/text/textRule.ts'
import { FormField } from './FormField.tsx'

export type FormAreaProps<T extends FieldValues, Output> = {
  readonly control: Control<T, unknown, Output>
  readonly name: FieldPath<T>
  readonly label: string
  readonly hint?: ReactNode
  readonly optional?: boolean
  readonly rows?: number
  readonly maxLength: number
}

/** A text of several lines; it grows with what is written, and says how much there is room for only when it gets tight. */
export function FormArea<T extends FieldValues, Output>(props: FormAreaProps<T, Output>) {
  const { control, name, rows = 3, maxLength, hint, ...about } = props
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <FormField {...about} error={error?.message} hint={roomLeft(field.value, maxLength) ?? hint}>
          {(aria) => (
            <Input.TextArea
              {...field}
              {...aria}
              autoSize={{ minRows: rows, maxRows: 16 }}
              {...(error === undefined ? {} : { status: 'error' as const })}
            />
          )}
        </FormField>
      )}
    />
  )
}

/** Nothing is cut off while it is typed or pasted: what is too long is said, and refused when it is saved. */
function roomLeft(value: unknown, maxLength: number): string | undefined {
  const text = typeof value === 'string' ? value : ''
  const length = text.length
  if (length > maxLength) return `${textTooLong(text, maxLength)}；请删去一些，或者分成几条`
  return length > maxLength * 0.8 ? `还可以写 ${maxLength - length} 个字符` : undefined
}
