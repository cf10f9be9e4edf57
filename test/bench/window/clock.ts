import type { BrowserContext, Page } from 'playwright-core'

/** Times by the page's own clock: long tasks, requests, frames, and from an input to what it brings onto the screen. */

type Span = { readonly start: number; readonly length: number }
type Asked = Span & { readonly path: string }
type PageClock = { inputAt: number; readonly longTasks: Span[]; readonly requests: Asked[]; readonly frames: number[] }

declare global {
  interface Window {
    benchClock: PageClock
  }
}

/** Before any page of the context is opened. */
export async function installClock(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const clock: PageClock = { inputAt: -1, longTasks: [], requests: [], frames: [] }
    window.benchClock = clock
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        clock.longTasks.push({ start: startTime, length: duration })
    }).observe({ type: 'longtask', buffered: true })
    new PerformanceObserver((list) => {
      for (const { name, startTime, duration } of list.getEntries())
        clock.requests.push({ path: new URL(name).pathname, start: startTime, length: duration })
    }).observe({ type: 'resource', buffered: true })
    for (const type of ['pointerdown', 'keydown', 'input']) {
      addEventListener(type, ({ timeStamp }) => (clock.inputAt = clock.inputAt < 0 ? timeStamp : clock.inputAt), true)
    }
    const frame = (at: number): void => {
      clock.frames.push(at)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}

/** What must stand on the page: so many of a selector, and where asked the count of the list must be another than before. */
export type Drawn = { readonly selector: string; readonly atLeast: number; readonly otherCount?: boolean }

export type Watched = {
  /** Milliseconds from the first input (or from `start`) until the frame after everything was there. */
  readonly shown: number
  /** The longest task meanwhile; 0 where none was over 50 ms. */
  readonly longestTask: number
  /** The longest time between two frames meanwhile. */
  readonly longestFrame: number
  readonly requests: readonly Asked[]
}

/** Does something as a person does and waits for what it brings. */
export async function watch(page: Page, act: () => Promise<unknown>, drawn: Drawn): Promise<Watched> {
  const start = await arm(page)
  const end = page.evaluate(waitForDrawn, { ...drawn, count: await countOf(page) })
  await act()
  return since(page, start, await end)
}

/** Does something that ends by itself. */
export async function watchAll(page: Page, act: () => Promise<unknown>): Promise<Watched> {
  const start = await arm(page)
  await act()
  return since(page, start, await page.evaluate(() => performance.now()))
}

/** From the start of the navigation. */
export async function watchLoading(page: Page, drawn: Drawn): Promise<Watched> {
  return since(page, 0, await page.evaluate(waitForDrawn, { ...drawn, count: '' }))
}

async function arm(page: Page): Promise<number> {
  return page.evaluate(() => {
    window.benchClock.inputAt = -1
    return performance.now()
  })
}

function countOf(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? '')
}

function waitForDrawn({ selector, atLeast, otherCount, count }: Drawn & { readonly count: string }): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      const isOther = document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') !== count
      const isThere = document.querySelectorAll(selector).length >= atLeast && (otherCount !== true || isOther)
      // What this frame draws is seen when the next one begins.
      requestAnimationFrame(isThere ? () => resolve(performance.now()) : look)
    }
    look()
  })
}

async function since(page: Page, armed: number, end: number): Promise<Watched> {
  // Observers report after the task they speak of.
  await page.waitForTimeout(100)
  return page.evaluate(
    ({ from, to }) => {
      const { inputAt, longTasks, requests, frames } = window.benchClock
      const start = inputAt > from ? inputAt : from
      const isWithin = (at: number): boolean => at >= from - 50 && at <= to
      const seen = frames.filter(isWithin)
      return {
        shown: to - start,
        longestTask: Math.max(0, ...longTasks.filter((task) => isWithin(task.start)).map((task) => task.length)),
        longestFrame: Math.max(0, ...seen.slice(1).map((at, n) => at - (seen[n] ?? at))),
        requests: requests.filter((request) => isWithin(request.start)),
      }
    },
    { from: armed, to: end },
  )
}

/**
 * The longest task of the page's main thread meanwhile, in processor time: on a busy machine a task takes longer by the
 * clock because others are let in between. Milliseconds.
 */
export async function busiestTask(page: Page, act: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('a page without a browser')
  await browser.startTracing(page, { categories: ['toplevel'] })
  await act()
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse((await browser.stopTracing()).toString())
  const named = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const threads = new Set(named.map(({ pid, tid }) => `${pid} ${tid}`))
  const tasks = traceEvents.filter(({ name, pid, tid }) => name.endsWith('RunTask') && threads.has(`${pid} ${tid}`))
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1000))
}

type TraceEvent = {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Processor time, microseconds. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}
