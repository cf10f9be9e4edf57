import { Button } from 'antd'
import './formQuestion.css'

export type FormQuestionProps = {
  readonly question: string
  /** What is there already and may be meant. */
  readonly known: readonly { readonly id: string; readonly name: string; readonly about: string }[]
  readonly onUse: (id: string) => void
  /** The other answer: none of them is meant. */
  readonly otherwise: string
  readonly onOtherwise: () => void
}

/** A form asks back before it saves: is what is typed something that is there already? Nothing is saved until it is answered. */
export function FormQuestion({ question, known, onUse, otherwise, onOtherwise }: FormQuestionProps) {
  return (
    <div className="form-question" role="alertdialog" aria-label={question}>
      <p>{question}</p>
      <div className="form-question-answers">
        {known.map(({ id, name, about }) => (
          <Button key={id} type="primary" onClick={() => onUse(id)}>
            用已有的：{about === '' ? name : `${name}（${about}）`}
          </Button>
        ))}
        <Button onClick={onOtherwise}>{otherwise}</Button>
      </div>
    </div>
  )
}
