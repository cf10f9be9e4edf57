import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form'
import type { Problem } from '../../../electron/contract/problem/problem.ts'
import { useCommands } from '../Commands.tsx'
import { ProblemNotice } from '../ProblemNotice.tsx'
import './formWarning.css'
import { SaveNote, type SaveState } from './SaveNote.tsx'
import { useCompositionGuard } from './useCompositionGuard.ts'

export type FormProps<Input extends FieldValues, Output extends FieldValues> = {
  readonly form: UseFormReturn<Input, unknown, Output>
  readonly label: string
  readonly submitLabel: string
  readonly problem: Problem | undefined
  /** Throws what the host refuses; the caller shows it through `problem`. */
  readonly onSubmit: (values: Output) => Promise<unknown>
  /** For a form that edits a record: the note beside the button, and Ctrl+S (api/draft.ts gives the state). */
  readonly save?: SaveState
  /** What a save would bring with it: in sight beside the button, before it is pressed. */
  readonly warning?: string | undefined
  /** Throws away what is typed and not saved: shown while there is such, and not while a save is under way. */
  readonly discard?: { readonly label: string; readonly run: () => Promise<void> }
  /** What it does cannot simply be undone. */
  readonly danger?: boolean
  /** In a dialog: 取消 stands before the button, both at the right. */
  readonly onCancel?: () => void
  /** Further buttons beside the first. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** The one form pattern: checked by the contract's schema, sent once, its Problem shown above the button. */
export function Form<Input extends FieldValues, Output extends FieldValues>(props: FormProps<Input, Output>) {
  const {
    form,
    label,
    submitLabel,
    problem,
    onSubmit,
    danger = false,
    onCancel,
    save,
    warning,
    discard,
    actions,
    children,
  } = props
  const guard = useCompositionGuard()
  const busy = form.formState.isSubmitting
  const submit = form.handleSubmit(async (values) => {
    try {
      await onSubmit(values)
    } catch {
      // Shown through `problem`; the fields keep what was typed.
    }
  })
  const send = (): void => {
    if (!busy) void submit()
  }
  useCommands(save === undefined ? [] : [{ id: 'form.save', label: submitLabel, keys: 'Ctrl+S', run: send }])
  return (
    <form
      className="form"
      aria-label={label}
      aria-busy={busy}
      noValidate
      {...guard}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {children}
      {problem !== undefined && !busy && <ProblemNotice problem={problem} />}
      <div className={onCancel === undefined ? 'form-actions' : 'form-actions form-actions-end'}>
        {warning !== undefined && (
          <p className="form-warning" role="status">
            {warning}
          </p>
        )}
        {onCancel !== undefined && <Button onClick={onCancel}>取消</Button>}
        <Button type="primary" danger={danger} htmlType="submit" loading={busy}>
          {submitLabel}
        </Button>
        {discard !== undefined && save?.kind === 'unsaved' && (
          <Button disabled={busy} onClick={() => void discard.run()}>
            {discard.label}
          </Button>
        )}
        {actions}
        {save !== undefined && <SaveNote state={save} />}
      </div>
    </form>
  )
}

/** The refusals of the host, at the fields they speak of. */
export function showFieldProblems<Input extends FieldValues, Output extends FieldValues>(
  form: UseFormReturn<Input, unknown, Output>,
  problem: Problem,
): void {
  if (problem.kind !== 'input.invalid') return
  const { fields } = problem.details as Problem<'input.invalid'>['details']
  for (const { path, message } of fields) {
    // A path that no field of this form has stays in the notice.
    if (path in form.getValues()) form.setError(path as FieldPath<Input>, { message })
  }
}
