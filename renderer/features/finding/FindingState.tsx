import { stateWord, type FindingView } from './words.ts'
import './finding.css'

type FindingStateProps = {
  readonly finding: Pick<FindingView, 'conflicted' | 'missing' | 'number'>
  readonly onMissing: () => void
}

/** 完整, 缺n项 or 冲突; the last two lead to where something is to be done. */
export function FindingState({ finding, onMissing }: FindingStateProps) {
  const word = stateWord(finding)
  if (word === '完整') {
    return (
      <span className="state-word" data-state="complete">
        {word}
      </span>
    )
  }
  return (
    <button
      type="button"
      className="state-word state-link"
      data-state={finding.conflicted ? 'conflict' : 'missing'}
      onClick={(event) => {
        // The row below would choose the record without going to the field.
        event.stopPropagation()
        onMissing()
      }}
    >
      {word}
      <span className="visually-hidden">：打开 {finding.number}</span>
    </button>
  )
}
