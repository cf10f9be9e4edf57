import type { SaveOutcome } from '../../electron/contract/desktop.ts'

/** How a save dialog of the desktop ended, for the one place that tells it. */
export type Saving = {
  /** Empty where the host knows the name. */
  readonly fileName: string
  readonly outcome: SaveOutcome
  /** Asks once more where to; the ticket of a file that was not saved is still good. */
  readonly again: () => Promise<boolean>
}

export function announceSaving(saving: Saving): void {
  window.dispatchEvent(new SavingEvent(saving))
}

export function onSaving(listener: (saving: Saving) => void): () => void {
  const listen = (event: Event): void => {
    if (event instanceof SavingEvent) listener(event.saving)
  }
  window.addEventListener(ended, listen)
  return () => window.removeEventListener(ended, listen)
}

const ended = 'mingcha:saving'

class SavingEvent extends Event {
  readonly saving: Saving

  constructor(saving: Saving) {
    super(ended)
    this.saving = saving
  }
}
