import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflate, default as sparticuz } from '@sparticuz/chromium'
import { chromium, type Browser, type LaunchOptions } from 'playwright-core'
import { projectRoot } from '../rules/oxlint.ts'
import { madeOnce } from './madeOnce.ts'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']

/**
 * A real Chromium: the machine's own Chrome, Edge or Chromium where there is one, else the headless one that comes with
 * the development dependencies (Linux on x64), with the libraries and the font that it brings for bare machines.
 */
export async function launchBrowser(): Promise<Browser> {
  const path = installed.find((candidate) => existsSync(candidate))
  if (path !== undefined && process.env['MINGCHA_TEST_BROWSER'] !== 'packaged')
    return chromium.launch({ executablePath: path, args })
  if (process.platform === 'linux') return chromium.launch(await packaged())
  for (const channel of ['chrome', 'msedge']) {
    try {
      return await chromium.launch({ channel, args })
    } catch {
      // Not installed: the next one.
    }
  }
  throw new Error('the browser test needs Chrome, Edge or Chromium on this system: install one of them')
}

/** The packaged Chromium with no font of the machine, only its own Latin one: a laptop where nobody installed Chinese. */
export async function launchWithoutFonts(): Promise<Browser> {
  const options = await packaged()
  const configuration = join(await unpacked(), 'fontconfigBare.xml')
  await writeFile(configuration, fontConfiguration(await unpacked(), ''))
  return chromium.launch({ ...options, env: { ...options.env, FONTCONFIG_FILE: configuration } })
}

async function packaged(): Promise<LaunchOptions> {
  const folder = await unpacked()
  // Not the package's own arguments: they switch off web security, which is what this test is about.
  return {
    executablePath: join(folder, 'chromium'),
    args: [...args, '--headless=shell'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(folder, 'fontconfig.xml'),
    },
  }
}

const machineFonts = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'

/** The machine's fonts where it has some, and the one Latin font of the package: with none at all Chromium crashes. */
function fontConfiguration(folder: string, machine = machineFonts): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  ${machine}
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fontCache')}</cachedir>
</fontconfig>
`
}

/** Unpacked once into an ignored folder. */
function unpacked(): Promise<string> {
  const folder = join(projectRoot, 'out', 'chromium')
  return madeOnce(folder, (fresh) => unpackInto(fresh, folder))
}

/** `folder`: where it will lie. */
async function unpackInto(fresh: string, folder: string): Promise<void> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = fresh
  try {
    await sparticuz.executablePath()
    await inflate(join(projectRoot, 'node_modules/@sparticuz/chromium/bin/al2023.tar.br'))
    await writeFile(join(fresh, 'fontconfig.xml'), fontConfiguration(folder))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
