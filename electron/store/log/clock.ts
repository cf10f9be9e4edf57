/**
 * Hybrid logical clock (decisions.md 1): `"<ms>-<4 hex>"`, 13 digits of milliseconds since 1970, so that text order is time
 * order. It never goes back, whatever the wall clock does, and never falls behind a clock that was adopted. A wall clock
 * in a year that cannot be is not asked: once written, such a clock would stand above all that comes after it, and beyond
 * 2286 the log could be read by nobody.
 */
export function nextClock(last: string, now: Date): string {
  const { milliseconds, counter } = readClock(last)
  const wall = now.getTime()
  if (wall > milliseconds && wall < latestBelieved) return writeClock(wall, 0)
  return counter < 0xffff ? writeClock(milliseconds, counter + 1) : writeClock(milliseconds + 1, 0)
}

const latestBelieved = Date.UTC(2100, 0, 1)

/** Before every other clock: of a log that holds no change yet. */
export const firstClock = writeClock(0, 0)

/** More than 24 hours ahead: such a clock is flagged and not adopted (electron/README §3). */
export function isAhead(clock: string, now: Date): boolean {
  return readClock(clock).milliseconds > now.getTime() + 24 * 60 * 60 * 1000
}

function readClock(clock: string): { readonly milliseconds: number; readonly counter: number } {
  return { milliseconds: Number(clock.slice(0, 13)), counter: Number.parseInt(clock.slice(14), 16) }
}

function writeClock(milliseconds: number, counter: number): string {
  return `${String(milliseconds).padStart(13, '0')}-${counter.toString(16).padStart(4, '0')}`
}
