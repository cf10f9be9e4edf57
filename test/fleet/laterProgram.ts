import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { schemaVersion } from '../../electron/contract/catalogue/catalogue.ts'
import type { Program } from './program.ts'

/**
 * A program of the next release that nobody has written: the rooms of this one, copied, with what a release may add. The
 * patches are the edits that a developer would make, in as few files as the house promises; the copy lies in the ignored
 * `out/`, named by what it was made of, and serves every run until a source changes.
 */
export const later = schemaVersion + 1

/** Rooms that the store needs. */
const rooms = ['contract', 'crypto', 'domain', 'store'] as const

type Patch = { readonly file: string; readonly find: string | RegExp; readonly put: string }

const patches: readonly Patch[] = [
  {
    file: 'contract/catalogue/catalogue.ts',
    find: `schemaVersion = ${schemaVersion}`,
    put: `schemaVersion = ${later}`,
  },
  // A field, a choice, two wider limits.
  {
    file: 'contract/catalogue/inspection.ts',
    find: /(overview: field\('检查基本情况'.*\n)/,
    put: `$1      weather: field('天气', text(40), { since: ${later} }),\n`,
  },
  {
    file: 'contract/catalogue/inspection.ts',
    find: /choice\('办税服务厅', '办公区', '其他公共场所', '其他'\)/,
    put: `choice('办税服务厅', '办公区', '其他公共场所', '其他', '移动办税车'), { choicesSince: { 移动办税车: ${later} } }`,
  },
  {
    file: 'contract/catalogue/inspection.ts',
    find: `title: field('标题', text(100), {`,
    put: `title: field('标题', text(300), { before: { since: ${later}, max: 100 },`,
  },
  {
    file: 'contract/catalogue/inspection.ts',
    find: `severity: field('程度', integer(1, 4), {`,
    put: `severity: field('程度', integer(1, 5), { before: { since: ${later}, max: 4 },`,
  },
  // A parent for a noun that had one, and a noun with a file under it.
  {
    file: 'contract/catalogue/inspection.ts',
    find: /(evidence: \{\n(?:(?!parents)[^\n]*\n)*\s+parents: \{ finding: 1)/,
    put: `$1, visit: ${later}`,
  },
  {
    file: 'contract/catalogue/inspection.ts',
    find: /\n\} as const satisfies Record<string, RowNoun>/,
    put: `
  recording: {
    label: '录音',
    since: ${later},
    parents: { visit: ${later} },
    travels: 'up',
    scope: 'parent',
    writtenBy: 'recordInspection',
    sealable: true,
    shownBy: shownWithCase,
    fields: {
      content: field('文件指纹', blob),
      caption: field('说明文字', text(200)),
    },
  },
} as const satisfies Record<string, RowNoun>`,
  },
  // Fields on events that decide, and a decision of a kind that was not known.
  {
    file: 'contract/catalogue/trust.ts',
    find: /(role: field\('角色', choice.*\n)/,
    put: `$1      remark: field('说明', text(200), { since: ${later} }),\n`,
  },
  {
    file: 'contract/catalogue/exchange.ts',
    find: /(reason: field\('不予采用的原因'.*\n)/,
    put: `$1      remark: field('说明', text(200), { since: ${later} }),\n`,
  },
  {
    file: 'contract/catalogue/trust.ts',
    find: /\n\} as const satisfies Record<string, EventNoun>/,
    put: `
  suspension: {
    label: '暂停',
    since: ${later},
    parents: {},
    travels: 'down',
    scope: 'none',
    writtenBy: 'administerTrust',
    headquartersOnly: true,
    steers: true,
    shownBy: 'everything',
    fields: { log: field('电脑', text(40)) },
  },
} as const satisfies Record<string, EventNoun>`,
  },
  {
    file: 'store/migrations/migrate.ts',
    // The last step, whatever it does.
    find: /version: (\d+),\s+up: (?![\s\S]*version: \d)[\s\S]*?\n\]/,
    put: `$&.concat([{ version: Number('$1') + 1, up: growAgain }])`,
  },
  {
    file: 'store/migrations/migrate.ts',
    find: /$(?![\s\S])/,
    put: `
async function growAgain(db) {
  const add = (table, column) => db.schema.alterTable(table).addColumn(column, 'text').execute()
  await add('visit', 'weather')
  await add('evidence', 'parentEntity')
  await add('grant', 'remark')
  await add('changeDeclined', 'remark')
  const create = (name, texts, integers) => {
    let table = db.schema.createTable(name).addColumn('id', 'text', (column) => column.primaryKey()).addColumn('parent', 'text')
    for (const column of texts) table = table.addColumn(column, 'text')
    for (const column of integers) table = table.addColumn(column, 'integer')
    return table.execute()
  }
  await create('recording', ['change', 'heads', 'content', 'caption', 'removedReason'], ['conflicted', 'removed'])
  await create('suspension', ['changeId', 'changeLog', 'clock', 'author', 'at', 'log'], ['changeNumber'])
}
`,
  },
]

const root = join(import.meta.dirname, '..', '..')

export function loadLaterProgram(): Program {
  const place = join(root, 'out', 'fleet', nameOfSources())
  if (!existsSync(place)) makeCopy(place)
  const file = join(place, 'test', 'fleet', 'program.ts')
  const load = createRequire(import.meta.url)
  return (load(file) as { readonly program: Program }).program
}

function nameOfSources(): string {
  const hash = createHash('sha256').update(readFileSync(import.meta.filename))
  const files = rooms.flatMap((room) => filesIn(join(root, 'electron', room)))
  for (const file of [...files, join(import.meta.dirname, 'program.ts')]) {
    hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/** Whole or not at all: another run may be making the same. */
function makeCopy(place: string): void {
  const part = `${place}.${process.pid}`
  mkdirSync(part, { recursive: true })
  for (const room of rooms) cpSync(join(root, 'electron', room), join(part, 'electron', room), { recursive: true })
  mkdirSync(join(part, 'test', 'fleet'), { recursive: true })
  cpSync(join(import.meta.dirname, 'program.ts'), join(part, 'test', 'fleet', 'program.ts'))
  for (const patch of patches) apply(part, patch)
  for (const old of readdirSync(dirname(place))) {
    if (!old.includes('.')) rmSync(join(dirname(place), old), { recursive: true, force: true })
  }
  if (existsSync(place)) rmSync(part, { recursive: true })
  else renameSync(part, place)
}

/** A patch that no longer fits its file is an error, or the later program would silently be this one. */
function apply(place: string, { file, find, put }: Patch): void {
  const path = join(place, 'electron', file)
  const before = readFileSync(path, 'utf8')
  const after = before.replace(find, put)
  if (after === before) throw new Error(`the made-up release does not fit ${file}: ${String(find)}`)
  writeFileSync(path, after)
}
