import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { launchBrowser } from '../browser/browser.ts'
import { faultsOf, type Stick } from '../browser/computers.ts'
import type { Seat } from '../browser/wholeLine/seat.ts'
import { begin, record, report, signMemo, type Cast } from '../browser/wholeLine/walk.ts'
import { screenshot } from '../browser/window.ts'
import { unzippedBytes } from '../cli/unzipped.ts'
import { desktopComputer, desktopSeat, type DesktopComputer } from './seat.ts'

/**
 * The whole line by hand once more, on three computers with the desktop program of one folder (see `buildApplication`):
 * every file goes through its save dialog or is chosen by its path.
 */
export function walkWholeLine(applicationFolder: () => Promise<string>): void {
  let browser: Browser
  let computers: readonly DesktopComputer[] = []
  let cast: Cast
  let authority: Stick
  let photos: readonly Stick[]

  beforeAll(async () => {
    browser = await launchBrowser()
    const program = { applicationFolder: await applicationFolder() }
    const office = await desktopComputer(browser, program)
    computers = [office, await desktopComputer(browser, program), await desktopComputer(browser, program)]
    const [first, second, third] = computers.map(desktopSeat) as [Seat, Seat, Seat]
    cast = { office: first, leader: second, member: third }
  })
  afterAll(async () => {
    await Promise.all(computers.map((computer) => computer.end()))
    await browser.close()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const [name, { page }] of Object.entries(cast)) await screenshot(page, `desktop-failed-${name}`)
  })

  it('begins with three workspaces and two laptops that headquarters enrols', async () => {
    authority = await begin(cast)
    expect(authority.buffer.toString()).toContain('-----BEGIN CERTIFICATE-----')
  })

  it('records a visit, two findings and their photos on two laptops', async () => {
    photos = await record(cast)
    expect(photos).toHaveLength(3)
  })

  it('compiles the memo in a worker thread of the built program, and has it signed by both', async () => {
    const memo = await signMemo(cast)
    const anchors = [Buffer.from(authority.buffer.toString().replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')]
    const { verdict, signatures } = await verifyDocx(memo.buffer, { anchors, at: new Date().toISOString() })
    expect({ verdict, signers: signatures.map(({ signer }) => signer).toSorted() }).toEqual({
      verdict: 'valid',
      signers: ['李建国', '王赟䶮'],
    })
  })

  it('reaches headquarters, which finds everything in order and sends its receipt', async () => {
    const held = unzippedBytes((await report(cast, photos)).buffer)
    const hashes = [...held].filter(([name]) => name.startsWith('照片/')).map(([, bytes]) => sha256Hex(bytes))
    expect(hashes.toSorted()).toEqual(photos.map(({ buffer }) => sha256Hex(buffer)).toSorted())
  })

  it('shows nothing on the way that a person should not see, asks nobody else, and ends when its window is closed', async () => {
    for (const { desktop } of computers) {
      expect(faultsOf({ faults: [...desktop.faults] })).toEqual([])
      expect(desktop.requests.filter(({ url }) => !url.startsWith('app://app/'))).toEqual([])
      expect(await desktop.close()).toBe(0)
    }
  })
}
