import { EventEmitter } from 'node:events'
import type { AskedDialog, ToRuntime, ToScreen } from './messages.ts'

/** The runtime's way to the screen, and what comes from there as events by kind. */
export const fromScreen = new EventEmitter()

export function toScreen(message: ToScreen): void {
  process.send?.(message, undefined, undefined, () => undefined)
}

export function onScreen<K extends ToRuntime['kind']>(
  kind: K,
  listener: (message: Extract<ToRuntime, { readonly kind: K }>) => void,
): void {
  fromScreen.on(kind, listener)
}

process.on('message', (message: ToRuntime) => fromScreen.emit(message.kind, message))
// A test that has ended leaves no program behind.
process.on('disconnect', () => process.exit(1))

const asked = new Map<number, (answer: unknown) => void>()
onScreen('dialogAnswer', ({ id, answer }) => {
  asked.get(id)?.(answer)
  asked.delete(id)
})

/** What the test, in the person's place, answers to a dialog. */
export function askPerson(dialog: AskedDialog): Promise<unknown> {
  const id = asked.size + Date.now()
  return new Promise((resolve) => {
    asked.set(id, resolve)
    toScreen({ kind: 'dialog', id, dialog })
  })
}
