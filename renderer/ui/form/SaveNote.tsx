import { beijingClock } from '../../../electron/contract/beijing.ts'
import './saveNote.css'

/** How far what is on the screen is saved: nothing touched, typed and kept as a draft, or saved. */
export type SaveState =
  | { readonly kind: 'untouched' }
  | { readonly kind: 'unsaved'; readonly keptAt: string | undefined; readonly restored: boolean }
  | { readonly kind: 'saved'; readonly at: string }

/** `未保存修改` while something is typed, `已保存 14:03:21` after; read out quietly. `ui/Form` shows it beside its button. */
export function SaveNote({ state }: { readonly state: SaveState }) {
  return (
    <output className="save-note" data-state={state.kind}>
      {wordsOf(state)}
    </output>
  )
}

function wordsOf(state: SaveState): string {
  if (state.kind === 'saved') return `已保存 ${beijingClock(state.at)}`
  if (state.kind === 'untouched') return ''
  if (state.restored && state.keptAt !== undefined) return `未保存修改（上次留存于 ${beijingClock(state.keptAt)}）`
  return state.keptAt === undefined ? '未保存修改' : `未保存修改（草稿已留存 ${beijingClock(state.keptAt)}）`
}
