import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Download, Page } from 'playwright-core'
import sharp from 'sharp'
import { openMachine, type Machine } from '../../electron/services/machine.ts'
import { createWorkspace } from '../../electron/services/workspace/workspaceAccess.ts'
import { testPassword } from '../world.ts'
import { openWindow, type Opened } from './window.ts'

/** A computer with a window: what a person clicks is in `page`, what was done before the test goes through `machine`. */
export type Computer = Opened & { readonly machine: Machine }

type Wanted = { readonly kind: 'team' | 'headquarters'; readonly name: string; readonly person: string }

export async function startComputer(
  built: { readonly browser: Browser; readonly rendererFolder: string },
  wanted: Wanted,
): Promise<Computer> {
  const opened = await openWindow(built)
  const folder = join(opened.host.dataFolder, 'workspace')
  const about = { drill: false, unit: '江州市国家税务局', post: '科长', password: testPassword }
  await createWorkspace(opened.host, folder, { ...about, ...wanted })
  const machine = await openMachine(opened.host, folder, testPassword)
  // What is not there by then is missing: a failed test says so before its own limit.
  opened.page.setDefaultTimeout(10_000)
  await opened.page.goto(opened.web.address)
  await unlock(opened.page)
  return { ...opened, machine }
}

export async function unlock(page: Page): Promise<void> {
  await page.getByLabel('密码', { exact: true }).fill(testPassword)
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await page.getByRole('navigation', { name: '页面' }).waitFor()
}

export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: '页面' }).getByRole('link', { name: place, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: place, exact: true }).waitFor()
}

/** A file as it lies on a stick: what one window saved is what the other is given. */
export type Stick = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

/** Presses what saves a file and takes the file. */
export async function saved(page: Page, press: () => Promise<void>): Promise<Stick> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return onStick(download)
}

async function onStick(download: Download): Promise<Stick> {
  const buffer = await readFile(await download.path())
  return { name: download.suggestedFilename(), mimeType: 'application/octet-stream', buffer }
}

/** Gives files to a drop zone by its hidden chooser, as the button beside it does. */
export async function give(page: Page, zone: string, ...files: readonly Stick[]): Promise<void> {
  await page.getByLabel(`${zone}：选择文件`).setInputFiles([...files])
}

/** What a person should never see; a refused request is a line in the console though the page shows its Problem. */
export function faultsOf({ faults }: Pick<Opened, 'faults'>): readonly string[] {
  return faults.filter((fault) => !/^console: Failed to load resource: .* status of (401|422)/.test(fault))
}

/** A photo as a phone without any metadata would send it. */
export async function photo(name: string, background: string, width = 800): Promise<Stick> {
  const picture = sharp({ create: { width, height: (width * 3) / 4, channels: 3, background } })
  return { name, mimeType: 'image/jpeg', buffer: await picture.jpeg().toBuffer() }
}

/**
 * As many different files of one picture, large enough to keep a fast machine busy for a while: what follows the end of a
 * JPEG changes its hash and nothing in sight.
 */
export async function manyPhotos(count: number): Promise<readonly Stick[]> {
  const { buffer, mimeType } = await photo('现场.jpg', '#405060', 4000)
  return Array.from({ length: count }, (_, place) => {
    return { name: `现场${place + 1}.jpg`, mimeType, buffer: Buffer.concat([buffer, Buffer.from(`${place}`)]) }
  })
}
