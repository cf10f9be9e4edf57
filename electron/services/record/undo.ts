import { fieldsOf, isRowEntity, nounOf } from '../../contract/catalogue/catalogue.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { type Step, undoStacks } from '../../domain/log/undoStack.ts'
import { undo as takeBack } from '../../store/undo/undo.ts'
import type { Kept } from '../../store/undo/undoneRow.ts'
import { lastEvent, lastOperations, type LocalOperation } from '../../store/log/operations.ts'
import { lastNumberOut } from '../../store/local/localPackage.ts'
import type { ReadTx } from '../../store/store.ts'
import type { Session } from '../host/host.ts'
import { reading, writing, type WritingContext } from '../host/procedure.ts'
import { namesIn } from './recordName.ts'

/** Taking back what one has done, and doing it again (electron/README §3). */

const list = reading.undo.list.handler(async ({ context: { tx, session } }) => {
  const { back, forward, wall } = await stacksOf(tx, session)
  return { back: await viewAll(tx, back), forward: await viewAll(tx, forward), wall: wall?.words ?? null }
})

const back = writing.undo.back.handler(async ({ input, context }) => {
  const stacks = await stacksOf(context.tx, context.session)
  return take(context, stacks.back, input.operation)
})

const forward = writing.undo.forward.handler(async ({ input, context }) => {
  const stacks = await stacksOf(context.tx, context.session)
  return take(context, stacks.forward, input.operation)
})

export const undo = { list, back, forward }

/** Back to the last 200 operations (decisions.md 83), each of which may have been undone and done again. */
const reach = 200
const read = 3 * reach

async function stacksOf(tx: ReadTx, { person, workspace: { log } }: Session) {
  const wall = await wallOf(tx, log)
  const known = await lastOperations(tx, { log, person, after: wall?.number ?? 0, limit: read })
  const stacks = undoStacks(known)
  return { back: stacks.back.slice(0, reach), forward: stacks.forward.slice(0, reach), wall }
}

/** What has gone out of hand: an event is answered and never undone, and what was sent is with others. */
async function wallOf(tx: ReadTx, log: string) {
  const event = await lastEvent(tx, log)
  const sent = await lastNumberOut(tx, log)
  if (sent > (event?.number ?? 0)) return { number: sent, words: '导出数据包' }
  return event === undefined ? undefined : { number: event.number, words: nounOf(event.entity).label }
}

async function take({ host, session, tx }: WritingContext, stack: readonly Step<LocalOperation>[], wanted: string) {
  const step = stack.find(({ last }) => last === wanted)
  if (step === undefined) throw new Problem('undo.nothing', {})
  const words = await wordsOf(tx, step.done)
  const operation = { log: session.workspace.log, operation: host.newId(), author: session.person, at: host.instant() }
  const kept = await takeBack(tx, { ...operation, undoes: step.last })
  return { words, kept: await Promise.all(kept.slice(0, mostTold).map((one) => keptWords(tx, one))) }
}
const mostTold = 20

async function viewAll(tx: ReadTx, steps: readonly Step<LocalOperation>[]) {
  return Promise.all(
    steps.map(async ({ done, last }) => ({ operation: last, words: await wordsOf(tx, done), at: done.at })),
  )
}

/** 删除问题 A-002; 修改12个问题. */
async function wordsOf(tx: ReadTx, { verb, entity, entityId, count }: LocalOperation): Promise<string> {
  if (!isRowEntity(entity)) return verb
  if (count === 1) return `${verb}${await namesIn(tx).callOf({ entity, id: entityId })}`
  return `${verb}${count}${nounOf(entity).measure ?? '条'}${nounOf(entity).label}`
}

async function keptWords(tx: ReadTx, { entity, id, field, by }: Kept): Promise<string> {
  const names = namesIn(tx)
  const who = by === null ? '别处' : await names.authorOf(by)
  const name = await names.callOf({ entity, id })
  if (field === null) return `${name}：${who}已在其上做了改动，没有撤销新建`
  return `${name}：${who}已改了“${fieldsOf(entity)[field]?.label ?? field}”，没有恢复`
}
