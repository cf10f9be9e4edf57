import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { unzippedBytes } from '../cli/unzipped.ts'
import { launchBrowser } from './browser.ts'
import { faultsOf, type Stick } from './computers.ts'
import { listedFindings } from './wholeLine/recording.ts'
import { browserSeat, type Seat } from './wholeLine/seat.ts'
import { begin, record, report, signMemo, type Cast } from './wholeLine/walk.ts'
import { buildWindow, openWindow, screenshot, type Opened } from './window.ts'

/** The whole line in one go, by hand, on three computers: nothing is prepared behind the window, and nothing helps it on. */
let browser: Browser
let computers: readonly Opened[] = []
let cast: Cast
let authority: Stick
let photos: readonly Stick[]

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  computers = await Promise.all(['office', 'leader', 'member'].map(() => openWindow({ browser, rendererFolder })))
  for (const { page, web } of computers) await page.goto(web.address)
  const [office, leader, member] = computers.map(({ page }) => browserSeat(page)) as [Seat, Seat, Seat]
  cast = { office, leader, member }
})
afterAll(async () => {
  await Promise.all(computers.map((computer) => computer.close()))
  await browser.close()
})

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, { page }] of Object.entries(cast)) await screenshot(page, `line-failed-${name}`)
})

it('begins with three workspaces and two laptops that headquarters enrols', async () => {
  authority = await begin(cast)
  expect(authority.buffer.toString()).toContain('-----BEGIN CERTIFICATE-----')
  for (const { page } of [cast.leader, cast.member]) await page.getByText('已登记', { exact: true }).first().waitFor()
})

it('records a visit, two findings and their photos on two laptops', async () => {
  photos = await record(cast)
  for (const seat of [cast.leader, cast.member]) {
    expect((await listedFindings(seat)).toSorted()).toEqual([
      expect.stringMatching(/^A-001首问责任落空.*明察.*完整$/),
      expect.stringMatching(/^B-001公务接待.*明察.*完整$/),
    ])
  }
})

it('compiles the memo, shows its pages, and has it signed by both', async () => {
  const memo = await signMemo(cast)
  const anchors = [Buffer.from(authority.buffer.toString().replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')]
  const { verdict, signatures } = await verifyDocx(memo.buffer, { anchors, at: new Date().toISOString() })
  expect({ verdict, signers: signatures.map(({ signer }) => signer).toSorted() }).toEqual({
    verdict: 'valid',
    signers: ['李建国', '王赟䶮'],
  })
  await screenshot(cast.leader.page, 'line-memo-signed')
})

it('reaches headquarters, which finds everything in order and sends its receipt', async () => {
  const held = unzippedBytes((await report(cast, photos)).buffer)
  const hashes = [...held].filter(([name]) => name.startsWith('照片/')).map(([, bytes]) => sha256Hex(bytes))
  expect(hashes.toSorted()).toEqual(photos.map(({ buffer }) => sha256Hex(buffer)).toSorted())
  await screenshot(cast.office.page, 'line-headquarters')
  await screenshot(cast.leader.page, 'line-received')
})

it('shows nothing on the way that a person should not see', () => {
  expect(computers.flatMap(faultsOf)).toEqual([])
})
