import { isEntity } from '../../electron/contract/catalogue/catalogue.ts'
import type { GenericRow } from '../../electron/store/database/tables.ts'
import { bareWriter, tokensOf, type Written } from './bareWriter.ts'
import { connectBare } from './machines.ts'
import { timed } from './timing.ts'

/**
 * Writes the changes of one log, their rows and tokens with prepared statements into a database of the same shape, as an
 * import leaves them: in transactions of 500 changes. A message names the numbers to write; the answer is the time.
 */
const [teamFolder = '', headquartersFolder = '', file = '', log = ''] = process.argv.slice(2)
const source = await connectBare(teamFolder)
const writer = bareWriter(await connectBare(headquartersFolder, file))
const changesIn = source.raw.prepare<[string, number, number], GenericRow>(
  'select * from change where log = ? and number between ? and ? order by number',
)

process.on('message', ({ from, to }: { from: number; to: number }) => {
  const rows = changesIn.all(log, from, to).map(written)
  void timed(() => {
    for (let start = 0; start < rows.length; start += 500) {
      writer.transaction(() => rows.slice(start, start + 500).forEach((row) => writer.insert(row)))
    }
  }).then((milliseconds) => process.send?.({ milliseconds, rows: rows.length }))
})
process.send?.('ready')

function written(change: GenericRow): Written {
  const entity = String(change['entity'])
  if (!isEntity(entity)) throw new Error('a change of no known entity')
  const row = source.raw
    .prepare<[string], GenericRow>(`select * from "${entity}" where id = ?`)
    .get(String(change['entityId']))
  if (row === undefined) throw new Error('a change without its row')
  // An import names where a change came from.
  return { change: { ...change, importId: log }, entity, row, tokens: entity === 'finding' ? tokensOf(row) : null }
}
