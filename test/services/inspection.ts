import type { RowValues } from '../../electron/contract/catalogue/catalogue.ts'
import { finished, type Client, type Machine } from '../../electron/services/machine.ts'
import type { IntakeResult } from '../../electron/services/record/intake.ts'

/** An inspection in short: a unit, a visit and findings, made through the procedures as a window makes them. */

export async function makeUnit({ client }: Machine, name = '江口县地方税务局'): Promise<string> {
  const besides = (await client.unit.list()).map(({ id }) => id)
  return (await client.unit.save({ set: { name, code: '24401' }, besides })).id
}

export async function makeVisit(machine: Machine, set: Partial<RowValues<'visit'>> = {}): Promise<string> {
  const unit = set.unit ?? (await makeUnit(machine))
  const { id } = await machine.client.visit.save({
    set: { mode: '明察', visitedOn: '2026-11-21', place: '办税服务厅', ...set, unit },
    inspectors: [{ person: machine.person, role: '组长' }],
  })
  return id
}

export async function makeFinding(
  machine: Machine,
  visit: string,
  set: Partial<RowValues<'finding'>> = {},
): Promise<string> {
  const { id } = await machine.client.finding.save({
    visit,
    set: { title: '窗口无人值守', fact: '三号窗口无人。', ...set },
  })
  return id
}

export async function takeIn(
  machine: Machine,
  finding: string,
  paths: readonly string[],
): Promise<readonly IntakeResult[]> {
  const files = await Promise.all(paths.map(async (path) => ({ handle: await machine.host.files.issue(path) })))
  const started = await machine.client.evidence.add({ finding, files, class: '现场拍摄导入' })
  return (await finished(machine.client, started)).results
}

export async function textsOf(client: Client, finding: string): Promise<string | null> {
  return (await client.finding.get({ id: finding })).finding.fact
}

/** Of two texts laid over each other, the later one. */
export function laterText(pieces: readonly { readonly what: string; readonly text: string }[]): string {
  return pieces.flatMap(({ what, text }) => (what === 'removed' ? [] : [text])).join('')
}
