import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { finished } from '../../electron/services/machine.ts'
import { say, tell } from './figure.ts'
import { openAgain } from './machines.ts'
import { memoContent } from './memo/memoContent.ts'
import { pythonDocument, type PythonDocument } from './memo/pythonDocument.ts'
import { inTurn, median, milliseconds, peakMemory, timed } from './timing.ts'

/**
 * A memo of 100 findings and 60 photos of 12 megapixels, frozen through the API: evidence read and decrypted, print copies
 * made, the document laid out, signature lines placed, kept as an encrypted blob. Beside it python3-docx writes the same
 * paragraphs, tables and photos, scaled by Pillow to the same size and quality, from plain files; its start and imports
 * are not counted.
 */
const [folder = '.'] = process.argv.slice(2)
const rounds = 3

const missing = await pythonDocument.missing()
say('100 findings and 60 photos of 12 megapixels')
const { memo, photos } = await prepare()
const machine = await openAgain(folder, 'memo')

let version = ''
const freeze = () =>
  timed(async () => {
    const started = await machine.client.document.freeze({ id: memo })
    version = (await finished(machine.client, started)).version
  })

const what = 'memo of 100 findings and 60 photos'
if (missing === undefined) await besidePython()
else {
  await freeze()
  tell({ what, measured: (await freeze()) / 1000, unit: 's', numbers: `peak ${Math.round(peakMemory())} MB` })
  tell({ what: `${what}, beside python3-docx`, leftOut: missing })
}
await machine.close()

async function besidePython(): Promise<void> {
  say('frozen once, so that Python gets the same content')
  await freeze()
  const blocks = await memoContent(await frozenDocument())
  const content = join(folder, 'memo.json')
  await writeFile(content, JSON.stringify({ blocks, photos }))
  const python: PythonDocument[] = []
  const { ours, bare, ratio } = await inTurn(rounds, {
    ours: freeze,
    bare: async () => {
      const written = await pythonDocument.write(content, join(folder, 'memo-python.docx'))
      python.push(written)
      return written.milliseconds
    },
  })
  const parts = ` (${milliseconds(median(python.map((one) => one.photoMilliseconds)))} of it Pillow's)`
  tell({
    what,
    measured: ratio,
    unit: '×',
    limit: { most: 0.2 },
    numbers: `${milliseconds(ours)} beside ${milliseconds(bare)} of python3-docx${parts}`,
  })
  tell({
    what: 'peak memory of the process',
    measured: peakMemory(),
    unit: 'MB',
    numbers: `python3-docx ${Math.round(Math.max(...python.map((one) => one.peakMemory)))} MB`,
  })
}

async function frozenDocument(): Promise<Uint8Array> {
  const { ticket } = await machine.client.document.ticket({ version })
  const offered = machine.host.files.redeem(ticket)
  if (offered === undefined) throw new Error('the memo was not offered')
  return buffer(await offered.open(0, offered.size - 1))
}

/** In a process of its own: drawing the photos and taking them in is no part of the memo's memory. */
async function prepare(): Promise<{ readonly memo: string; readonly photos: readonly string[] }> {
  const child = fork(join(import.meta.dirname, 'memo', 'prepareMemo.child.ts'), [folder], {
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const [[prepared]] = await Promise.all([once(child, 'message'), once(child, 'exit')])
  return prepared as { readonly memo: string; readonly photos: readonly string[] }
}
