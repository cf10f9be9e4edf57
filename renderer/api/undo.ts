import { problemText } from '../../electron/contract/problem/problem.ts'
import { client } from './client.ts'
import { problemOf } from './problem.ts'

/** How a person hears of it: a short word, with a way to take it back again. */
type Tell = (text: string, action?: { readonly label: string; readonly run: () => void }) => void

export const undoWords = {
  back: { does: '撤销', done: '已撤销', nothing: '没有可以撤销的操作' },
  forward: { does: '恢复', done: '已恢复', nothing: '没有可以恢复的操作' },
} as const
export type UndoWay = keyof typeof undoWords

/** Takes back or does again the next thing, or this one, and tells what that was and what of it stays. */
export async function takeStep(way: UndoWay, tell: Tell, wanted?: string): Promise<void> {
  const { done, nothing } = undoWords[way]
  const other = way === 'back' ? 'forward' : 'back'
  try {
    const operation = wanted ?? (await client.undo.list())[way][0]?.operation
    if (operation === undefined) return tell(nothing)
    const { words, kept } = await client.undo[way]({ operation })
    tell([`${done}：${words}`, ...kept].join('\n'), {
      label: undoWords[other].does,
      run: () => void takeStep(other, tell),
    })
  } catch (error) {
    const { kind, details } = problemOf(error)
    const { happened, todo } = problemText(kind, details)
    tell(`${happened}${todo}`)
  }
}

/** After a removal: for a moment it can be taken back where it was done. */
export async function offerBack(text: string, tell: Tell): Promise<void> {
  const operation = (await client.undo.list()).back[0]?.operation
  if (operation === undefined) return tell(text)
  tell(text, { label: undoWords.back.does, run: () => void takeStep('back', tell, operation) })
}
