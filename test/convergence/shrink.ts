import { type History, type Outcome, play } from './history.ts'

/** The smallest history that still fails and that leaving out one more action would mend, with its outcome. */
export async function shrink(
  template: string,
  failing: History,
): Promise<{ readonly history: History; readonly outcome: Outcome }> {
  let history = failing
  let outcome = await play(template, history)
  for (let smaller = true; smaller;) {
    smaller = false
    for (let place = history.actions.length - 1; place >= 0; place -= 1) {
      const fewer = { ...history, actions: history.actions.filter((_, at) => at !== place) }
      const tried = await play(template, fewer)
      if (tried.faults.length === 0) continue
      history = fewer
      outcome = tried
      smaller = true
    }
  }
  return { history, outcome }
}

/** What a person needs to see and to repeat the failure; ids only. */
export function report({ history, outcome }: Awaited<ReturnType<typeof shrink>>): string {
  return [
    `seed ${history.seed}, ${history.actions.length} actions:`,
    ...outcome.told.map((line) => `  ${line}`),
    `replicas that do not say the same:`,
    ...outcome.faults.slice(0, 12).map((line) => `  ${line}`),
  ].join('\n')
}
