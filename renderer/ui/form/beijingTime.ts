/** Instants are UTC inside and Beijing time on every page, whatever the machine's zone is. */
export function beijingTime(instant: string): string {
  return clock.format(new Date(instant))
}

/** 2026-11-22 15:20 */
export function beijingDateTime(instant: string): string {
  return minute.format(new Date(instant)).replaceAll('/', '-')
}

const zone = { timeZone: 'Asia/Shanghai', hourCycle: 'h23' } as const
const clock = new Intl.DateTimeFormat('zh-CN', { ...zone, hour: '2-digit', minute: '2-digit', second: '2-digit' })
const minute = new Intl.DateTimeFormat('zh-CN', {
  ...zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})
