import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { fromPem } from '../../electron/crypto/certificate/certificate.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { memoBytes } from '../journeys/story.ts'
import { copyOf, createGround, killAgainAndAgain, prepareMemo, type Ground } from './killing.ts'

let ground: Ground
beforeAll(async () => {
  ground = await createGround('killed memo')
  await ground.headquarters.close()
  await ground.laptop.close()
})
afterAll(() => ground.world.end())

describe('kill -9', () => {
  test('during a freeze: a version with its document, its list and its signers, or none', async () => {
    const folder = await copyOf(ground, ground.laptop, 'killed-freeze')
    const memo = await prepareMemo(ground, folder)
    const acknowledged = new Set<string>()
    const work = { kind: 'freeze', of: ground.laptop, within: 2500, on: async () => ({ folder, on: [memo] }) }
    await killAgainAndAgain(work, async ({ told, reopened }) => {
      for (const { version } of told) acknowledged.add(String(version))
      const versions = await wholeVersions(reopened, memo)
      expect([...acknowledged].filter((id) => !versions.some((version) => version.id === id))).toEqual([])
      expect(versions.map(({ version }) => version)).toEqual(versions.map((_row, index) => index + 1))
    })
  })

  test('while a person signs: the whole signature is there, or the version waits for it as before', async () => {
    const folder = await copyOf(ground, ground.laptop, 'killed-sign')
    const memo = await prepareMemo(ground, folder)
    const acknowledged = new Set<string>()
    const anchors = fromPem(ground.headquarters.ca).map((der) => Buffer.from(der, 'base64'))
    const work = { kind: 'sign', of: ground.laptop, within: 3500, on: async () => ({ folder, on: [memo] }) }
    const seen = new Set<string>()
    await killAgainAndAgain(work, async ({ told, reopened }) => {
      for (const { signature } of told) if (typeof signature === 'string') acknowledged.add(signature)
      const { store } = workspaceOf(reopened)
      const signatures = await store.read((tx) => listEvents(tx, 'documentSigned', {}))
      expect([...acknowledged].filter((id) => !signatures.some((signed) => signed.id === id))).toEqual([])
      for (const { id, signature } of signatures) {
        expect(await store.blobs.verify(signature ?? '')).toBe(true)
        seen.add(id)
      }
      for (const version of await wholeVersions(reopened, memo)) {
        const own = signatures.filter(({ parent }) => parent === version.id)
        expect(own.length).toBeLessThanOrEqual(1)
        const { verdict } = await verifyDocx(await memoBytes(reopened, version.id), {
          at: new Date().toISOString(),
          anchors,
        })
        expect(verdict).toBe(own.length === 1 ? 'valid' : 'unsigned')
      }
      // The memo goes on: what was left unsigned can be signed, what was signed is voided before the next version.
      const view = await reopened.client.document.get({ id: memo })
      expect(view.mayFreeze || signatures.some(({ parent }) => parent === view.current)).toBe(true)
    })
    expect(seen.size).toBeGreaterThan(0)
  })
})

/** Every frozen version has its files and its one signer. */
async function wholeVersions(machine: Machine, memo: string) {
  const { store } = workspaceOf(machine)
  const versions = await store.read((tx) => listEvents(tx, 'documentFrozen', { parent: memo }))
  for (const { id, document, printed } of versions) {
    expect(await store.blobs.verify(document ?? '')).toBe(true)
    expect(await store.blobs.verify(printed ?? '')).toBe(true)
    expect(await store.read((tx) => listEvents(tx, 'documentSigner', { parent: id }))).toHaveLength(1)
  }
  return versions
}
