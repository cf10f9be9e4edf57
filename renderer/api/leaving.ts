/**
 * Before the window locks: whoever holds something typed keeps it, and the lock waits for them (decisions.md 14).
 *
 *   useEffect(() => onLeaving(keep), [keep])        await keepAll()
 */
export function onLeaving(keep: () => Promise<unknown>): () => void {
  const listen = (event: Event): void => {
    if (event instanceof LeavingEvent) event.kept.push(keep())
  }
  window.addEventListener(leaving, listen)
  return () => window.removeEventListener(leaving, listen)
}

/** Resolves when everyone has kept what they hold, or could not. */
export async function keepAll(): Promise<void> {
  const event = new LeavingEvent(leaving)
  window.dispatchEvent(event)
  await Promise.allSettled(event.kept)
}

const leaving = 'mingcha:leaving'

class LeavingEvent extends Event {
  readonly kept: Promise<unknown>[] = []
}
