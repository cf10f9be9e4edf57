import type { Browser, Page } from 'playwright-core'
import { playDemo } from '../../../electron/services/demo/play.ts'
import type { DemoPlayer, Host } from '../../../electron/services/host/host.ts'
import { openWindow, type Opened } from '../window.ts'

/** One window for the whole gallery; its host can play the real 演练. */
export function openGallery(built: { readonly browser: Browser; readonly rendererFolder: string }): Promise<Opened> {
  return openWindow({ ...built, playDemo: player })
}

function player(host: () => Host): DemoPlayer {
  return async (out, tell) => {
    const { resourceFolder, now, random, scryptCost, programVersion, installation, loopback } = host()
    await playDemo(out, { resourceFolder, now, random, scryptCost, programVersion, installation, loopback }, tell)
  }
}

export async function openWorkspace(page: Page, name: RegExp, password: string): Promise<void> {
  const rail = page.getByRole('navigation', { name: '页面' })
  if (await rail.isVisible()) await page.getByRole('button', { name: /^锁定/ }).click()
  await page.getByRole('radio', { name }).check()
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await rail.waitFor()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Goes to an address of the window, as a link on a page does. */
export async function at(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to
  }, hash)
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
}

/** Presses Esc until no dialog is open. */
export async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}
