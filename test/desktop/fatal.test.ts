import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { launchBrowser } from '../browser/browser.ts'
import { buildApplication } from './application.ts'
import { launchDesktop } from './standIn/launch.ts'

it('a program that cannot show its window ends with a number in its log, instead of staying unseen', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-fatal-'))
  const applicationFolder = join(folder, 'application')
  await cp(await buildApplication(), applicationFolder, { recursive: true })
  await rm(join(applicationFolder, 'dist/desktop/preload.cjs'))
  const browser = await launchBrowser()
  try {
    const launched = launchDesktop({ applicationFolder, home: join(folder, 'home'), browser })
    await expect(launched).rejects.toThrow('the program ended with 70 before it showed a window')
    const log = await readFile(join(folder, 'home', 'window', 'logs', 'defects.log'), 'utf8')
    expect(log).toMatch(/^\S+Z [0-9A-F]{8} Error\n\s+at /)
    expect(log).not.toContain('preload.cjs')
  } finally {
    await browser.close()
    await rm(folder, { recursive: true })
  }
})
