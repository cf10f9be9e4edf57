import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { roles } from '../../electron/contract/capability.ts'
import { projectRoot } from './oxlint.ts'

/**
 * Who may do what stands in one table (electron/contract/capability.ts): a new role is a line there and nothing elsewhere.
 * Where a word is no role of rights, the file stands here with what the word means in it.
 */
const others: readonly (readonly [RegExp, string])[] = [
  [/^electron\/contract\/capability\.ts$/, 'the table'],
  [/^electron\/contract\/catalogue\//, 'choices of fields'],
  [/^electron\/services\/workspace\/workspaceAccess\.ts$/, 'what a workspace gives its founder'],
  [/^electron\/(contract\/workspace|services\/demo\/\w+)\.ts$/, 'the parts of the demonstration'],
  [/^renderer\/pages\/StartPage\.tsx$/, 'the parts of the demonstration'],
  [/^electron\/domain\/memo\.ts$/, 'the line on which they sign'],
  [/^electron\/documents\/papers\//, 'who leads a visit, and the line on which they sign'],
]

/** Role words that stand in the code as texts of their own, line by line; prose in comments and sentences is none. */
function roleLiterals(source: string): readonly string[] {
  const word = roles.join('|')
  const literal = new RegExp(`(['"\`])(?:${word})\\1|^\\s*(?:${word}):`, 'u')
  return source.split('\n').filter((line) => literal.test(line))
}

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'electron', 'renderer'], {
  cwd: projectRoot,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file))

describe('roles are compared in one place', () => {
  test('and the check sees a comparison elsewhere', () => {
    expect(
      roleLiterals("const mayLead = roles.includes('组长')\n// 组长 decides\nconst words = '请组长决定'"),
    ).toHaveLength(1)
  })

  test('no other file names one', () => {
    const strange = files.filter((file) => !others.some(([place]) => place.test(file)))
    const named = strange.flatMap((file) =>
      roleLiterals(readFileSync(join(projectRoot, file), 'utf8')).map((line) => `${file}: ${line.trim()}`),
    )
    expect(named).toEqual([])
    expect(strange.length).toBeGreaterThan(300)
  })

  test.each(others)('%s still names one', (place) => {
    const found = files.filter((file) => place.test(file))
    expect(found.some((file) => roleLiterals(readFileSync(join(projectRoot, file), 'utf8')).length > 0)).toBe(true)
  })
})
