import { join } from 'node:path'
import type { RowValues } from '../../electron/contract/catalogue/catalogue.ts'
import { copyDatabase, type Connection } from '../../electron/store/database/connection.ts'
import type { GenericRow } from '../../electron/store/database/tables.ts'
import { bareWriter, tokensOf, type Written } from './bareWriter.ts'
import { say, tell } from './figure.ts'
import { chanceFrom, fillWithFindings, findingValues } from './findings.ts'
import { connectBare, newMachine } from './machines.ts'
import { inTurn, milliseconds, timed } from './timing.ts'
import { timeUndo } from './undo.ts'

/**
 * Saving through the API beside prepared statements that write the same log row, table row and tokens into a copy of the
 * same encrypted database: one durable transaction a save on both sides, `synchronous=FULL`.
 */
const [folder = '.'] = process.argv.slice(2)
const rounds = 9
const savesARound = 40

const machine = await newMachine(folder, 'saving')
const chance = chanceFrom(1)
say('10,000 findings to save among')
const findings = await fillWithFindings(machine, 10_000, chance)
const reader = await connectBare(machine.folder)
const copy = join(folder, 'saving-bare.db')
copyDatabase(reader, copy)
const bare = await connectBare(machine.folder, copy)
const writer = bareWriter(bare)
const visits = await machine.client.visit.list({ limit: 100 })
const { client } = machine

let written: readonly Written[] = []
const sides = await inTurn(rounds, {
  ours: async (round) => {
    const seen = lastChange()
    const sets = many(() => findingValues(chance))
    const visit = visits[round % visits.length]?.id ?? ''
    const taken = await timed(async () => {
      for (const set of sets) await client.finding.save({ visit, set })
    })
    written = writtenSince(seen)
    return taken
  },
  bare: () =>
    timed(() => {
      for (const one of written) writer.transaction(() => writer.insert(one))
    }),
})
report('a new finding', sides)

await edits('an edit of the text', () => {
  const { fact = '', opinion = '' } = findingValues(chance)
  return { fact, opinion }
})
await edits('an edit of the grade', (round) => ({ severity: 1 + (round % 4), rectifyBy: `2026-12-${10 + round}` }))

say('an edit of 1,000 findings, and its undo')
await timeUndo(machine, findings.slice(0, 1000))

await machine.close()
for (const { raw } of [reader, bare]) raw.close()

async function edits(what: string, set: (round: number) => Partial<RowValues<'finding'>>): Promise<void> {
  const edited = findings.filter((_, index) => index % 200 === 7).slice(0, savesARound)
  report(
    what,
    await inTurn(rounds, {
      ours: async (round) => {
        const seen = lastChange()
        const saves = await Promise.all(
          edited.map(async (id) => ({ id, set: set(round), seen: (await client.finding.get({ id })).seen })),
        )
        const taken = await timed(async () => {
          for (const save of saves) await client.finding.save(save)
        })
        written = writtenSince(seen)
        return taken
      },
      bare: (round) => {
        const columns = [...Object.keys(set(round)), 'heads']
        const plain = written.map((one) => ({ ...one, tokens: columns.includes('fact') ? one.tokens : null }))
        return timed(() => {
          for (const one of plain) writer.transaction(() => writer.edit(one, columns))
        })
      },
    }),
  )
}

function report(what: string, { ours, bare: other, ratio }: Awaited<ReturnType<typeof inTurn>>): void {
  const [api, plain] = [ours, other].map((round) => milliseconds(round / savesARound))
  tell({ what, measured: ratio, unit: '×', limit: { most: 3 }, numbers: `${api} through the API, ${plain} bare` })
}

function many<T>(make: () => T): readonly T[] {
  return Array.from({ length: savesARound }, make)
}

function lastChange(): number {
  return reader.raw.prepare<[], number>('select max(seq) from change').pluck().get() ?? 0
}

/** What the API has just written, read back from its own database. */
function writtenSince(seq: number): readonly Written[] {
  const changes = reader.raw.prepare<[number], GenericRow>('select * from change where seq > ? order by seq').all(seq)
  return changes.map((change) => {
    const finding = findingOf(reader, String(change['entityId']))
    return { change, entity: 'finding', row: finding, tokens: tokensOf(finding) }
  })
}

function findingOf({ raw }: Connection, id: string): GenericRow {
  const row = raw.prepare<[string], GenericRow>('select * from finding where id = ?').get(id)
  if (row === undefined) throw new Error('the API wrote no finding')
  return row
}
