/**
 * What one place of the window tells and any other may hear, without either knowing the other.
 *
 *   const noticed = channel<DesktopNotice>('notice')        noticed.tell(notice)        useEffect(() => noticed.hear(act), [act])
 */
export type Channel<T> = {
  readonly tell: (message: T) => void
  /** Returns the way to stop. */
  readonly hear: (listener: (message: T) => void) => () => void
}

export function channel<T>(name: string): Channel<T> {
  const type = `mingcha:${name}`
  class ChannelEvent extends Event {
    readonly message: T

    constructor(message: T) {
      super(type)
      this.message = message
    }
  }
  return {
    tell: (message) => {
      window.dispatchEvent(new ChannelEvent(message))
    },
    hear: (listener) => {
      const listen = (event: Event): void => {
        if (event instanceof ChannelEvent) listener(event.message)
      }
      window.addEventListener(type, listen)
      return () => window.removeEventListener(type, listen)
    },
  }
}
