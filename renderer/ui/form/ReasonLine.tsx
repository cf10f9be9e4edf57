import { Input } from 'antd'
import { FormField } from './FormField.tsx'

type ReasonLineProps = {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (reason: string) => void
}

/** Why a save is made, beside what it saves; the host asks for it where it must be given. */
export function ReasonLine({ label, hint, value, onChange }: ReasonLineProps) {
  return (
    <FormField label={label} hint={hint} error={undefined}>
      {(aria) => (
        <Input.TextArea
          {...aria}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  )
}
