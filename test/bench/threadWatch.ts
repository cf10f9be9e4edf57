import { quantile } from './timing.ts'

export type Held = { readonly wall: number; readonly cpu: number }

/**
 * How long the thread was held between two turns of the event loop, in ms. On a machine that others use too the wall time
 * also holds the times in which the thread was not running; the processor time does not.
 */
export function watchThread(): {
  readonly stop: () => { readonly longest: Held; readonly p99: number }
} {
  const walls: number[] = []
  let longest: Held = { wall: 0, cpu: 0 }
  let last = performance.now()
  let lastCpu = threadTime()
  const timer = setInterval(() => {
    const now = performance.now()
    const cpu = threadTime()
    walls.push(now - last)
    longest = { wall: Math.max(longest.wall, now - last), cpu: Math.max(longest.cpu, cpu - lastCpu) }
    last = now
    lastCpu = cpu
  }, 1)
  return {
    stop: () => {
      clearInterval(timer)
      return { longest, p99: quantile(walls, 0.99) }
    },
  }
}

function threadTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
