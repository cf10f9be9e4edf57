import { Button } from 'antd'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import './formQuestion.css'
import { useInForm } from './keeping.ts'

type Asked = {
  readonly question: string
  /** What is there already and may be meant. */
  readonly known: readonly { readonly id: string; readonly name: string; readonly about: string }[]
  /** What the form is to be saved besides, where none of it is meant. */
  readonly besides: string[]
}

export type FormQuestionProps<T extends FieldValues, Output> = {
  /** undefined: the form asks nothing. */
  readonly asked: Asked | undefined
  readonly form: UseFormReturn<T, unknown, Output>
  readonly onUse: (id: string) => void
  /** The other answer: none of them is meant. */
  readonly otherwise: string
  readonly onOtherwise: (values: Output, besides: string[]) => Promise<void>
}

/** A form asks back before it saves: is what is typed something that is there already? Nothing is saved until it is answered. */
export function FormQuestion<T extends FieldValues, Output>(props: FormQuestionProps<T, Output>) {
  const { asked, form, onUse, otherwise, onOtherwise } = props
  const { forget } = useInForm()
  if (asked === undefined) return null
  const { question, known, besides } = asked
  const save = form.handleSubmit(async (values) => {
    await onOtherwise(values, besides)
    forget()
  })
  const use = (id: string): void => {
    forget()
    onUse(id)
  }
  return (
    <div className="form-question" role="alertdialog" aria-label={question}>
      <p>{question}</p>
      <div className="form-question-answers">
        {known.map(({ id, name, about }) => (
          <Button key={id} type="primary" onClick={() => use(id)}>
            用已有的：{about === '' ? name : `${name}（${about}）`}
          </Button>
        ))}
        {/* Its failure stands in the form, as that of the first attempt does. */}
        <Button onClick={() => void save().catch(() => undefined)}>{otherwise}</Button>
      </div>
    </div>
  )
}
