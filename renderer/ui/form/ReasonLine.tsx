import { Input, type InputRef } from 'antd'
import { useEffect, useRef } from 'react'
import { FormField } from './FormField.tsx'

export type ReasonLineProps = {
  readonly label: string
  readonly hint: string
  readonly value: string
  /** What is wrong with it: the cursor goes there. */
  readonly error: string | undefined
  readonly onChange: (reason: string) => void
}

/** Why a save is made, beside what it saves. */
export function ReasonLine({ label, hint, value, error, onChange }: ReasonLineProps) {
  const input = useRef<InputRef>(null)
  useEffect(() => {
    if (error !== undefined) input.current?.focus()
  }, [error])
  return (
    <FormField label={label} hint={hint} error={error}>
      {(aria) => (
        <Input
          {...aria}
          ref={input}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  )
}
