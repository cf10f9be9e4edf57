import type { DocumentStateWord } from '../../../electron/contract/document/document.ts'

/** The state as a word; the colour only repeats it. */
export function StateTag({ state }: { readonly state: DocumentStateWord }) {
  return (
    <span className="document-state" data-state={state}>
      {state}
    </span>
  )
}
