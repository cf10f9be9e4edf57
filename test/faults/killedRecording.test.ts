import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFinding } from '../services/inspection.ts'
import { copyOf, createGround, killAgainAndAgain, opened, type Ground } from './killing.ts'

let ground: Ground
beforeAll(async () => {
  ground = await createGround('killed recording')
  await ground.headquarters.close()
  await ground.laptop.close()
})
afterAll(() => ground.world.end())

describe('kill -9', () => {
  test('during saves: what was acknowledged is there as it was written, and at most one save more', async () => {
    const { laptop, visit } = ground
    const folder = await copyOf(ground, laptop, 'killed-save')
    const saved = new Map<string, unknown>()
    const work = { kind: 'save', of: laptop, within: 600, on: async () => ({ folder, on: [visit] }) }
    await killAgainAndAgain(work, async ({ told, reopened }) => {
      for (const { id, fact } of told) saved.set(String(id), fact)
      const found = new Map<string, unknown>()
      let after: string | undefined
      do {
        const page = await reopened.client.finding.list({ visit, limit: 500, ...(after !== undefined && { after }) })
        for (const { id, fact } of page.findings) found.set(id, fact)
        after = page.next ?? undefined
      } while (after !== undefined)
      const last = [...saved.keys()].at(-1)
      // The last one told may have been edited once more before the end came.
      expect([...saved].filter(([id, fact]) => id !== last && found.get(id) !== fact)).toEqual([])
      expect([...saved.keys()].filter((id) => !found.has(id))).toEqual([])
      for (const fact of found.values()) expect(fact).toMatch(/^(?:[0-9a-f]{6000}|[0-9a-f]{12000})$/)
      expect(found.size - saved.size).toBeLessThanOrEqual(1)
      for (const [id, fact] of found) saved.set(id, fact)
    })
    expect(saved.size).toBeGreaterThan(0)
  })

  test('during an intake: acknowledged photos are whole, and no half file stays', async () => {
    const { laptop, visit, photos } = ground
    const folder = await copyOf(ground, laptop, 'killed-intake')
    const machine = await opened(laptop, folder)
    const finding = await makeFinding(machine, visit)
    await machine.close()
    const acknowledged = new Set<string>()
    const work = { kind: 'intake', of: laptop, within: 900, on: async () => ({ folder, on: [finding, ...photos] }) }
    await killAgainAndAgain(work, async ({ told, reopened }) => {
      for (const { evidence } of told) acknowledged.add(String(evidence))
      const rows = await reopened.client.evidence.list({ finding })
      const ids = new Set(rows.map(({ id }) => id))
      expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([])
      expect(rows.every(({ present, size, content }) => present && size !== null && content !== null)).toBe(true)
      expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length)
    })
  })
})
