import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { securityHeaders } from '../../electron/services/file/answerHeaders.ts'
import { addPhotos, photo } from '../browser/wholeLine/recording.ts'
import { unlock } from '../browser/computers.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { buildApplication } from './application.ts'
import { prepareWorkspace } from './prepared.ts'

/** Under Electron itself: what the stand-in cannot show. Runs wherever the runtime has been fetched (`npm start` does). */
const program = runtime()
if (program === undefined)
  process.stderr.write(
    'left out: the desktop program under Electron itself, because its runtime is not on this machine\n',
  )

function runtime(): string | undefined {
  const folder = join(projectRoot, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return undefined
  const found = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(found) ? found : undefined
}

describe.skipIf(program === undefined)('under Electron itself', () => {
  let folder: string
  let app: ElectronApplication

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingcha-electron-'))
    await prepareWorkspace(join(folder, 'home'))
    app = await _electron.launch({
      executablePath: program ?? '',
      // A container has no user namespaces for the sandbox of Chromium; the page's own sandbox options are asserted below.
      args: [await buildApplication(), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      env: { ...process.env, MINGCHA_HOME: join(folder, 'home') } as Record<string, string>,
    })
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('opens the encrypted workspace, takes a photo in, and shows it', async () => {
    const page = await app.firstWindow()
    await unlock(page)
    await page.getByRole('navigation', { name: '页面' }).getByRole('link', { name: '问题', exact: true }).click()
    await page.getByRole('row', { name: /窗口空岗/ }).click()
    const chosen = await photo('三号窗口.jpg', 'closedWindow', 1)
    const give = (zone: string) => page.getByLabel(`${zone}：选择文件`).setInputFiles([chosen])
    await addPhotos({ page, save: () => Promise.reject(new Error('nothing is saved here')), give }, chosen)
    expect(await page.getByRole('img', { name: /三号窗口/ }).count()).toBe(1)
  })

  it('keeps the page away from Node, and every answer under the same headers', async () => {
    const page = await app.firstWindow()
    expect(await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window))).toEqual([])
    expect(await page.evaluate(() => Object.keys(window.desktop ?? {}).toSorted())).toEqual([
      'hold',
      'holdBytes',
      'kept',
      'listen',
      'save',
      'showSaved',
    ])
    const headers = await page.evaluate(async () => Object.fromEntries((await fetch('/index.html')).headers))
    expect(headers).toMatchObject({ 'content-security-policy': securityHeaders['content-security-policy'] })
  })

  it('saves through the dialog', async () => {
    const page = await app.firstWindow()
    const path = join(folder, '副本.jpg')
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
    }, path)
    await page.getByRole('button', { name: /三号窗口/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '另存原件' }).click()
    await page.getByRole('status', { name: '保存文件' }).getByText('已保存').waitFor()
    expect((await readFile(path)).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
  })
})
