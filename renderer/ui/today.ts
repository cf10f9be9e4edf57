import { beijingDay } from '../../electron/contract/beijing.ts'

/** The day it is in Beijing, YYYY-MM-DD. */
export function todayInBeijing(): string {
  return beijingDay(new Date().toISOString())
}
