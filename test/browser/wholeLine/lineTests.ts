import { afterEach, expect, it } from 'vitest'
import { sha256Hex } from '../../../electron/crypto/hash.ts'
import { verifyDocx } from '../../../electron/signature/verify.ts'
import { unzippedBytes } from '../../cli/unzipped.ts'
import type { Stick } from '../computers.ts'
import { screenshot } from '../window.ts'
import { listedFindings } from './recording.ts'
import { begin, record, report, signMemo, type Cast } from './walk.ts'

/** The tests of the whole line, in their order, whichever host the cast sits before; pictures are named by it. */
export function testLine(host: string, castOf: () => Cast): void {
  let authority: Stick
  let photos: readonly Stick[]

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const [name, { page }] of Object.entries(castOf())) await screenshot(page, `${host}-failed-${name}`)
  })

  it('begins with three workspaces and two laptops that headquarters enrols', async () => {
    authority = await begin(castOf())
    expect(authority.buffer.toString()).toContain('-----BEGIN CERTIFICATE-----')
    const { leader, member } = castOf()
    for (const { page } of [leader, member]) await page.getByText('已登记', { exact: true }).first().waitFor()
  })

  it('records a visit, two findings and their photos on two laptops', async () => {
    photos = await record(castOf())
    expect(photos).toHaveLength(3)
    const { leader, member } = castOf()
    for (const operator of [leader, member]) {
      expect((await listedFindings(operator)).toSorted()).toEqual([
        expect.stringMatching(/^A-001首问责任不落实.*明察.*完整$/),
        expect.stringMatching(/^B-001公务接待.*明察.*完整$/),
      ])
    }
  })

  it('compiles the memo, shows its pages, and has it signed by both', async () => {
    const memo = await signMemo(castOf())
    const anchors = [Buffer.from(authority.buffer.toString().replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')]
    const { verdict, signatures } = await verifyDocx(memo.buffer, { anchors, at: new Date().toISOString() })
    expect({ verdict, signers: signatures.map(({ signer }) => signer).toSorted() }).toEqual({
      verdict: 'valid',
      signers: ['李建国', '王赟䶮'],
    })
    await screenshot(castOf().leader.page, `${host}-memo-signed`)
  })

  it('reaches headquarters, which finds everything in order and sends its receipt', async () => {
    const held = unzippedBytes((await report(castOf(), photos)).buffer)
    const hashes = [...held].filter(([name]) => name.startsWith('照片/')).map(([, bytes]) => sha256Hex(bytes))
    expect(hashes.toSorted()).toEqual(photos.map(({ buffer }) => sha256Hex(buffer)).toSorted())
    await screenshot(castOf().office.page, `${host}-headquarters`)
    await screenshot(castOf().leader.page, `${host}-received`)
  })
}
