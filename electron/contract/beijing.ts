/**
 * Instants are UTC inside and Beijing time wherever a person reads or types them, whatever the machine's zone is. Beijing
 * keeps UTC+8 the whole year.
 */
const offset = 8 * 3_600_000

/** ISO 8601 UTC → `2026-11-22T15:20:05.000` in Beijing. */
export function inBeijing(instant: string): string {
  return new Date(Date.parse(instant) + offset).toISOString().slice(0, -1)
}

/** The day in Beijing at a moment, `YYYY-MM-DD`. */
export function beijingDay(instant: string): string {
  return inBeijing(instant).slice(0, 10)
}

/** `2026-11-22 15:20` */
export function beijingDateTime(instant: string): string {
  return inBeijing(instant).slice(0, 16).replace('T', ' ')
}

/** `15:20:05` */
export function beijingClock(instant: string): string {
  return inBeijing(instant).slice(11, 19)
}

/** A day (`YYYY-MM-DD`) and a minute of it, as clocks in Beijing show them → ISO 8601 UTC. */
export function fromBeijing(day: string, minute: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000 - offset).toISOString()
}

/** Whether a text is a day that the calendar has: 2015-02-29 is not. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === text
}
