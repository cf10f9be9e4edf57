import { expect, test } from 'vitest'
import { createSubscription } from '../../electron/services/job/subscription.ts'

function started() {
  const ends: string[] = []
  const subscription = createSubscription<number[]>({
    merge: (waiting, next) => [...waiting, ...next],
    onEnd: () => ends.push('end'),
  })
  return { ...subscription, ends }
}

test('a reader that waits gets each value; what comes meanwhile is merged into one', async () => {
  const { push, iterator } = started()
  const first = iterator.next()
  push([1])
  push([2])
  push([3])
  expect(await first).toEqual({ value: [1], done: false })
  expect(await iterator.next()).toEqual({ value: [2, 3], done: false })
})

test('readers that wait together are served in order', async () => {
  const { push, iterator } = started()
  const both = [iterator.next(), iterator.next()]
  push([1])
  push([2])
  expect((await Promise.all(both)).map(({ value }) => value)).toEqual([[1], [2]])
})

test('finishing delivers what waits, then ends; nothing more comes in', async () => {
  const { push, finish, iterator, ends } = started()
  push([1])
  finish()
  finish()
  push([2])
  const seen: number[][] = []
  for await (const value of iterator) seen.push(value)
  expect(seen).toEqual([[1]])
  expect(ends).toEqual(['end'])
})

test('returning wakes a reader that waits and drops what is left', async () => {
  const { push, iterator, ends } = started()
  const waiting = iterator.next()
  await iterator.return()
  expect(await waiting).toEqual({ value: undefined, done: true })
  push([1])
  expect(await iterator.next()).toEqual({ value: undefined, done: true })
  expect(ends).toEqual(['end'])
})

test('leaving a loop ends it', async () => {
  const { push, iterator, ends } = started()
  push([1])
  for await (const value of iterator) {
    expect(value).toEqual([1])
    break
  }
  expect(ends).toEqual(['end'])
})
