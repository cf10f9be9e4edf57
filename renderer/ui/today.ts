/** The day it is in Beijing, YYYY-MM-DD, whatever the machine's zone is. */
export function todayInBeijing(): string {
  return day.format(new Date())
}

// The Swedish form of a date is that of ISO 8601.
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })
