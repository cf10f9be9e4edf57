import { Input } from 'antd'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'
import { FormField } from '../../ui/form/FormField.tsx'
import { groupsOf } from './code.ts'

type CodeFieldProps<T extends FieldValues, Output> = {
  readonly control: Control<T, unknown, Output>
  readonly name: FieldPath<T>
  readonly label: string
}

/** Where the code that the other side reads out is typed; grouped when it is left. */
export function CodeField<T extends FieldValues, Output>({ control, name, label }: CodeFieldProps<T, Output>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <FormField label={label} error={error?.message} hint="十二位数字，空格可以不打。">
          {(aria) => (
            <Input
              {...field}
              {...aria}
              className="code-input"
              inputMode="numeric"
              autoComplete="off"
              maxLength={40}
              placeholder="0000 0000 0000"
              onBlur={() => {
                const groups = groupsOf(String(field.value))
                if (groups.join('').length === 12) field.onChange(groups.join(' '))
                field.onBlur()
              }}
              {...(error === undefined ? {} : { status: 'error' as const })}
            />
          )}
        </FormField>
      )}
    />
  )
}
