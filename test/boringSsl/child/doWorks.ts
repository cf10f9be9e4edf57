import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { doWorks } from '../doWorks.ts'

/** Arguments: make or open, and the folder. Prints the report on one line. */
const [step = '', folder = ''] = process.argv.slice(2)
await mkdir(folder, { recursive: true })
const report = await doWorks(step === 'make' ? 'make' : 'open', {
  folder,
  save: (json) => writeFile(join(folder, 'made.json'), json),
  load: () => readFile(join(folder, 'made.json'), 'utf8'),
})
process.stdout.write(`${JSON.stringify(report)}\n`)
