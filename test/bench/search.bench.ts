import { queryTokens } from '../../electron/domain/searchTokens.ts'
import type { GenericRow } from '../../electron/store/database/tables.ts'
import { say, tell } from './figure.ts'
import { openTeam } from './inspection.ts'
import { connectBare } from './machines.ts'
import { inTurn, milliseconds, timed } from './timing.ts'

/**
 * Searching among 100,000 findings through the API beside the bare SQL that returns the same page and the same total:
 * prepared statements on the same file by the same driver.
 */
const [folder = '.'] = process.argv.slice(2)
const rounds = 5
const pageSize = 50
/** Calls a round: one alone takes a millisecond or two. */
const repeat = 5

say('100,000 findings to search in')
const machine = await openTeam(folder)
const { raw } = await connectBare(machine.folder)

const matches = `from local_searchText t cross join local_searchDocument d on d.key = t.rowid
  where local_searchText match ? and d.entity = 'finding'`
const count = raw.prepare<[string], number>(`select count(*) ${matches}`).pluck()
const page = raw.prepare<[string, string], GenericRow>(
  `select finding.*, visit.unit, unit.name as unitName, visit.mode, visit.visitedOn,
    (select count(*) from evidence where evidence.parent = finding.id
      and (evidence.removed is null or evidence.removed = 0)) as evidence
  from finding left join visit on visit.id = finding.parent left join unit on unit.id = visit.unit
  where finding.id in (select d.id ${matches} and d.id < ? order by d.id desc limit ${pageSize + 1})
  order by finding.id desc`,
)

/** Two, three and four characters, from words that are everywhere to words that are hardly anywhere. */
const searches = ['检查', '燃油', '税失', '服务厅', '派车单', '时办结', '非正常户', '限时办结', '检查发现'] as const
for (const text of searches) {
  const match = matchOf(text)
  const total = count.get(match) ?? 0
  const first = await machine.client.finding.list({ text, limit: pageSize })
  if (first.total !== total) throw new Error('the two sides find different findings')
  await measure(`${text} (${total} found)`, text, match, undefined)
  if (first.next !== null) await measure(`${text}, second page`, text, match, first.next)
}
await machine.close()
raw.close()

async function measure(what: string, text: string, match: string, after: string | undefined): Promise<void> {
  const input = { text, limit: pageSize, ...(after !== undefined && { after }) }
  const { ours, bare, ratio } = await inTurn(rounds, {
    ours: () =>
      timed(async () => {
        for (let times = 0; times < repeat; times += 1) await machine.client.finding.list(input)
      }),
    bare: () =>
      timed(() => {
        for (let times = 0; times < repeat; times += 1) {
          count.get(match)
          page.all(match, after ?? '~')
        }
      }),
  })
  const [api, plain] = [ours, bare].map((round) => milliseconds(round / repeat))
  tell({ what, measured: ratio, unit: '×', limit: { most: 2 }, numbers: `${api} through the API, ${plain} bare` })
}

function matchOf(text: string): string {
  return queryTokens(text)
    .map((tokens) => `"${tokens.join(' ')}"`)
    .join(' AND ')
}
