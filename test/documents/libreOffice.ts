import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a machine lacks for looking at pages; empty where all is there. */
export async function missingTools(): Promise<readonly string[]> {
  const checks = await Promise.all([
    works('soffice', ['--version']),
    works('pdftotext', ['-v']),
    works('fc-match', ['--version']),
  ])
  const missing = ['soffice', 'pdftotext', 'fc-match'].filter((_, index) => !checks[index])
  if (missing.length > 0) return missing
  const fonts = await Promise.all(Object.values(substitutes).map(async (font) => ((await hasFont(font)) ? [] : [font])))
  return [...new Set(fonts.flat())]
}

/** The text of each page as LibreOffice lays it out, one string per page, columns kept. */
export type Pages = {
  readonly text: readonly string[]
  /** The same in the order in which it was written: cell after cell. */
  readonly raw: readonly string[]
  /** Every word with its box in points from the upper left corner. */
  readonly words: readonly (readonly Word[])[]
}
export type Word = {
  readonly text: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Lays .docx files out with fonts that stand in for those of 公文: same widths (full and half em), other shapes. The
 * licensed faces themselves are not on a test machine. One start of LibreOffice serves all files.
 */
export async function layOut<Name extends string>(
  documents: Readonly<Record<Name, Uint8Array>>,
): Promise<Readonly<Record<Name, Pages>>> {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'))
  try {
    await writeFile(join(folder, 'fonts.conf'), fontsConf(join(folder, 'cache')))
    const names = Object.keys(documents) as Name[]
    for (const name of names) await writeFile(join(folder, `${name}.docx`), documents[name])
    const env = { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') }
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
    const files = names.map((name) => join(folder, `${name}.docx`))
    await run('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files], { env })
    const pages = await Promise.all(names.map(async (name) => [name, await readPages(join(folder, `${name}.pdf`))]))
    return Object.fromEntries(pages) as Record<Name, Pages>
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const substitutes = {
  仿宋_GB2312: 'AR PL UMing CN',
  仿宋: 'AR PL UMing CN',
  宋体: 'AR PL UMing CN',
  楷体_GB2312: 'AR PL UKai CN',
  楷体: 'AR PL UKai CN',
  黑体: 'WenQuanYi Zen Hei',
  方正小标宋简体: 'Noto Serif CJK SC',
  'SimSun-ExtB': 'Noto Serif CJK SC',
} as const

async function readPages(pdf: string): Promise<Pages> {
  const text = (await run('pdftotext', ['-layout', pdf, '-'])).stdout.split('\f').slice(0, -1)
  const raw = (await run('pdftotext', ['-raw', pdf, '-'])).stdout.split('\f').slice(0, -1)
  const boxes = (await run('pdftotext', ['-bbox', pdf, '-'], { maxBuffer: 64 * 1024 * 1024 })).stdout
  const words = boxes.split('<page ').slice(1).map(pageWords)
  return { text, raw, words }
}

function pageWords(page: string): readonly Word[] {
  const pattern = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g
  return [...page.matchAll(pattern)].map(([, left, top, right, bottom, text]) => ({
    text: text ?? '',
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
  }))
}

function fontsConf(cache: string): string {
  const aliases = Object.entries(substitutes).map(
    ([family, font]) =>
      `<alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`,
  )
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><cachedir>${cache}</cachedir>${aliases.join('')}</fontconfig>`
}

async function hasFont(family: string): Promise<boolean> {
  return (await run('fc-match', ['-f', '%{family}', family])).stdout.split(',').includes(family)
}

async function works(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, [...args]).then(
    () => true,
    () => false,
  )
}
