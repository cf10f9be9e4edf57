import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from './oxlint.ts'

describe('papers', () => {
  it('the engine of official documents knows no word of inspection', () => {
    const words = /\b(visit|finding|evidence|memo|riskPoint|campaign|inspector)s?\b/i
    const folder = join(projectRoot, 'electron/documents/engine')
    const knowing = readdirSync(folder).filter((name) => words.test(code(join(folder, name))))
    expect(knowing).toEqual([])
  })

  it('what a thread loads has no database in it: it lays out papers, and reads what strangers wrote', () => {
    const loaded = [...loadedBy(join(projectRoot, 'electron/services/workerEntry.ts'))]
    const rooms = new Set(loaded.map((path) => relative(projectRoot, path).split('/').slice(0, 2).join('/')))
    expect([...rooms].filter((room) => /store|desktop|web|cli/.test(room))).toEqual([])
    expect(loaded.some((path) => path.endsWith('papers/memo/layout.ts'))).toBe(true)
  })
})

/** Without comments. */
function code(path: string): string {
  return readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}

/** Every file that a file needs when it runs; what only types need is not loaded. */
function loadedBy(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  for (const [, target = ''] of code(path).matchAll(/^import (?!type )[^']*'(\.[^']+)'/gm)) {
    loadedBy(join(dirname(path), target), seen)
  }
  return seen
}
