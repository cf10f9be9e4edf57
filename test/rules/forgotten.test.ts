import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { placesOf } from '../../renderer/app/places.ts'
import { projectRoot } from './oxlint.ts'

/** What nothing else would name when it is left out: the compiler is content, and no screen is missing one. */
describe('nothing is left without what makes it reached', () => {
  test('every page has a place in the rail, or another way to it', () => {
    const ways = new Map([
      ['/', 'leads on to the work'],
      ['/help/{-$page}', 'F1'],
    ])
    const routes = [...read('renderer/app/routes.ts').matchAll(/^ {2}path: '(.+)',$/gm)].map(([, path = '']) => path)
    const places: readonly string[] = [...placesOf('team'), ...placesOf('headquarters')].map(({ to }) => to)
    expect(routes.length).toBeGreaterThan(5)
    expect(routes.filter((path) => !places.includes(path) && !ways.has(path))).toEqual([])
  })

  test('every Problem is met somewhere', () => {
    const told = 'electron/contract/problem/'
    const sources = ['electron', 'renderer'].flatMap((side) =>
      readdirSync(join(projectRoot, side), { recursive: true, encoding: 'utf8' }).map((name) => `${side}/${name}`),
    )
    const files = sources.map((name) => name.replaceAll('\\', '/')).filter((name) => /\.tsx?$/.test(name))
    const kinds = files
      .filter((name) => name.startsWith(told))
      .flatMap((name) => [...read(name).matchAll(/^ {2}'([a-zA-Z]+\.[a-zA-Z]+)':/gm)].map(([, kind = '']) => kind))
    const program = files.filter((name) => !name.startsWith(told)).map(read)
    expect(kinds.length).toBeGreaterThan(80)
    expect(kinds.filter((kind) => !program.some((source) => source.includes(`'${kind}'`)))).toEqual([])
  })
})

function read(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8')
}
