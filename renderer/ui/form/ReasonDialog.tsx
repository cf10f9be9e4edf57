import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import type { Problem } from '../../../electron/contract/problem/problem.ts'
import type { ReactNode } from 'react'
import { Dialog } from '../Dialog.tsx'
import { Form } from './Form.tsx'
import { FormArea } from './FormArea.tsx'
import { reasonSchema } from '../../../electron/contract/text/reason.ts'

export type ReasonDialogProps = {
  readonly title: string
  /** What will happen, before it does. */
  readonly text: string
  readonly label: string
  /** The record it is about: what is typed is kept for that one. */
  readonly about: string
  readonly submitLabel: string
  readonly maxLength: number
  readonly danger?: boolean
  readonly problem: Problem | undefined
  readonly onClose: () => void
  readonly onReason: (reason: string) => Promise<unknown>
  /** What more there is to see before one decides. */
  readonly children?: ReactNode
}

/** A step that needs its reason in writing. */
export function ReasonDialog(props: ReasonDialogProps) {
  const {
    title,
    text,
    label,
    about,
    submitLabel,
    maxLength,
    danger = false,
    problem,
    onClose,
    onReason,
    children,
  } = props
  const schema = z.object({
    reason: reasonSchema(maxLength, `请写明${label}`),
  })
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { reason: '' } })
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="dialog-text">{text}</p>
      {children}
      <Form
        form={form}
        label={title}
        keep={`reason:${label}:${about}`}
        submitLabel={submitLabel}
        danger={danger}
        problem={problem}
        onCancel={onClose}
        onSubmit={({ reason }) => onReason(reason)}
      >
        <FormArea control={form.control} name="reason" label={label} maxLength={maxLength} rows={2} />
      </Form>
    </Dialog>
  )
}
