import type { AnyRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useWorkspace } from '../../api/workspace.ts'
import { placesOf } from '../places.ts'

/**
 * Loads the scripts of the other screens one by one while the first one stands and nothing else is to be done: what is
 * clicked next then waits for its data only.
 */
export function useReadAhead(router: Pick<AnyRouter, 'preloadRoute'>): void {
  const { kind } = useWorkspace()
  useEffect(() => {
    const waiting = placesOf(kind).map(({ to }) => to)
    let next = 0
    let idle = requestIdleCallback(load)
    function load(): void {
      const to = waiting[next]
      next += 1
      if (to === undefined) return
      // A script that cannot be had now is asked for again when its screen is opened.
      const loaded: Promise<unknown> = router.preloadRoute({ to })
      loaded.catch(() => undefined).finally(() => (idle = requestIdleCallback(load)))
    }
    return () => cancelIdleCallback(idle)
  }, [router, kind])
}
