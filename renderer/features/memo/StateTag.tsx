import type { MemoStateWord } from '../../../electron/contract/document/memo.ts'

/** The state as a word; the colour only repeats it. */
export function StateTag({ state }: { readonly state: MemoStateWord }) {
  return (
    <span className="memo-state" data-state={state}>
      {state}
    </span>
  )
}
