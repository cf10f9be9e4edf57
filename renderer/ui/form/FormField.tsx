import { useId, type ReactNode } from 'react'

export type FieldControl = {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
  readonly 'aria-required': boolean
}

export type FormFieldProps = {
  readonly label: string
  readonly error: string | undefined
  readonly hint?: ReactNode
  readonly optional?: boolean
  readonly children: (control: FieldControl) => ReactNode
}

/** A label, its control, and below it the hint or what is wrong; all tied together for a screen reader. */
export function FormField({ label, error, hint, optional = false, children }: FormFieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const noted = error !== undefined || hint !== undefined
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {label}
        {optional && <span className="field-optional">（可不填）</span>}
      </label>
      {children({
        id,
        'aria-describedby': noted ? noteId : undefined,
        'aria-invalid': error !== undefined,
        'aria-required': !optional,
      })}
      <div id={noteId} className={error === undefined ? 'field-hint' : 'field-error'} aria-live="polite">
        {error ?? hint}
      </div>
    </div>
  )
}
