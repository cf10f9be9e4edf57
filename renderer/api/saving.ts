import type { SaveOutcome } from '../../electron/contract/desktop.ts'
import { channel } from './channel.ts'

/** How a save dialog of the desktop ended, for the one place that tells it. */
export type Saving = {
  /** Empty where the host knows the name. */
  readonly fileName: string
  readonly outcome: SaveOutcome
  /** Asks once more where to; the ticket of a file that was not saved is still good. */
  readonly again: () => Promise<boolean>
}

export const savings = channel<Saving>('saving')
