/**
 * What one place of the window tells and any other may hear, without either knowing the other.
 *
 *   const noticed = channel<DesktopNotice>('notice')        noticed.tell(notice)        useEffect(() => noticed.hear(act), [act])
 */
export type Channel<T> = {
  readonly tell: (told: T) => void
  /** Returns the way to stop. */
  readonly hear: (listener: (told: T) => void) => () => void
}

export function channel<T>(name: string): Channel<T> {
  const type = `mingcha:${name}`
  class Told extends Event {
    readonly told: T

    constructor(told: T) {
      super(type)
      this.told = told
    }
  }
  return {
    tell: (told) => {
      window.dispatchEvent(new Told(told))
    },
    hear: (listener) => {
      const listen = (event: Event): void => {
        if (event instanceof Told) listener(event.told)
      }
      window.addEventListener(type, listen)
      return () => window.removeEventListener(type, listen)
    },
  }
}
