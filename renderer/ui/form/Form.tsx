import { Button } from 'antd'
import { useEffect, useRef, type ReactNode, type RefObject } from 'react'
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form'
import type { Problem } from '../../../electron/contract/problem/problem.ts'
import { useCommands } from '../Commands.tsx'
import { ProblemNotice } from '../ProblemNotice.tsx'
import './formWarning.css'
import { InFormContext, useKeeping } from './keeping.ts'
import { SaveNote, type SaveState } from './SaveNote.tsx'
import { useCompositionGuard } from './useCompositionGuard.ts'

export type FormProps<Input extends FieldValues, Output extends FieldValues> = {
  readonly form: UseFormReturn<Input, unknown, Output>
  readonly label: string
  readonly submitLabel: string
  readonly problem: Problem | undefined
  /** Throws what the host refuses; the caller shows it through `problem`. */
  readonly onSubmit: (values: Output) => Promise<unknown>
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
} & Kept

/** Nothing typed is lost on leaving: every form says how. */
type Kept =
  /** It edits a record and has a draft: the note beside the button, and Ctrl+S (api/draft.ts gives the state). */
  | { readonly save: SaveState; readonly keep?: undefined }
  /** Under which name `keeping.ts` keeps it: what it is for and about which record. undefined: there is only a password in it. */
  | { readonly save?: undefined; readonly keep: string | undefined }

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
    keep,
    warning,
    discard,
    actions,
    children,
  } = props
  const guard = useCompositionGuard()
  const bar = useBarHeight()
  const { isRestored, clear, inForm } = useKeeping(form, keep)
  const busy = form.formState.isSubmitting
  const submit = form.handleSubmit(async (values) => {
    try {
      await onSubmit(values)
      inForm.forget()
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
      <InFormContext value={inForm}>{children}</InFormContext>
      {problem !== undefined && !busy && <ProblemNotice problem={problem} />}
      <div ref={bar} className={onCancel === undefined ? 'form-actions' : 'form-actions form-actions-end'}>
        {warning !== undefined && (
          <p className="form-warning" role="status">
            {warning}
          </p>
        )}
        {isRestored && (
          <p className="form-restored" role="status">
            上次没有提交的内容已放回。
            <Button size="small" type="link" disabled={busy} onClick={clear}>
              清空
            </Button>
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

/**
 * Where the bar with the buttons stays in sight below the fields (recordPages.css), nothing is scrolled under it: what holds
 * the form scrolls by this height less (base.css).
 */
function useBarHeight(): RefObject<HTMLDivElement | null> {
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = bar.current
    if (element === null || getComputedStyle(element).position !== 'sticky') return undefined
    const { style } = document.documentElement
    const observer = new ResizeObserver(() => style.setProperty('--form-bar', `${element.offsetHeight}px`))
    observer.observe(element)
    return () => {
      observer.disconnect()
      style.removeProperty('--form-bar')
    }
  }, [])
  return bar
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
