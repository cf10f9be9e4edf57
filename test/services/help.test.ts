import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type Laptop, type World } from '../world.ts'

let world: World
let laptop: Laptop
beforeAll(async () => {
  world = await createWorld({ seed: 'help' })
  laptop = await world.laptop('甲', '组长')
})
afterAll(() => world.end())

test('every page has a title of its own, and no link leads nowhere', async () => {
  const pages = await laptop.client.help.list()
  expect(new Set(pages.map(({ title }) => title)).size).toBe(pages.length)
  const names = pages.map(({ page }) => String(page))
  for (const { page, title } of pages) {
    const { text } = await laptop.client.help.page({ page })
    expect(text.startsWith(`# ${title}\n`)).toBe(true)
    for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g)) expect(names).toContain(target)
    // No English word on any page: keys, file endings and examples stand in code marks or brackets.
    expect(text.replaceAll(/`[^`]+`|（\.[a-z]+）|\]\([^)]+\)/g, '')).not.toMatch(/[a-z]{5,}/i)
  }
})

test('help is there before a workspace is open', async () => {
  await laptop.client.workspace.lock()
  expect((await laptop.client.help.page({ page: 'start' })).title).toBe('开始')
})
