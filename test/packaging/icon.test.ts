import { readFile, rm } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawIcons, type Icons } from '../../build/packaging/icon.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { workFolder } from './packed.ts'

let work: string
let icons: Icons
beforeAll(async () => {
  work = await workFolder()
  icons = await drawIcons(projectRoot, work)
})
afterAll(() => rm(work, { recursive: true, force: true }))

it('draws an .ico of seven sizes, whose pictures fill the file behind its directory', async () => {
  const file = await readFile(icons.ico)
  const pictures = directoryOf(file)
  expect(pictures.map(({ size }) => size)).toEqual([16, 24, 32, 48, 64, 128, 256])
  let end = 6 + 16 * pictures.length
  for (const { offset, bytes } of pictures) {
    expect(offset).toBe(end)
    end += bytes
  }
  expect(end).toBe(file.length)
})

it('holds in each bitmap the same pixels as the drawing, and in the largest a .png', async () => {
  const file = await readFile(icons.ico)
  const pictures = directoryOf(file)
  for (const { size, offset } of pictures.slice(0, -1)) {
    expect(file.readUInt32LE(offset)).toBe(40)
    // The middle of the lens. A bitmap begins with its bottom row, and a pixel with its blue.
    const [x, y] = [Math.floor(size * 0.44), Math.floor(size * 0.44)]
    const at = offset + 40 + ((size - 1 - y) * size + x) * 4
    expect([...file.subarray(at, at + 4)]).toEqual([0x4a, 0x4a, 0x1d, 0xff])
  }
  const largest = pictures.at(-1)
  const png = sharp(file.subarray(largest?.offset))
  expect(await png.metadata()).toMatchObject({ format: 'png', width: 256, height: 256, hasAlpha: true })
})

it('draws for Linux the sizes of its folders', async () => {
  for (const { size, file } of icons.png)
    expect(await sharp(file).metadata()).toMatchObject({ format: 'png', width: size, height: size })
})

function directoryOf(file: Buffer): readonly { size: number; bytes: number; offset: number }[] {
  return Array.from({ length: file.readUInt16LE(4) }, (_, n) => {
    const entry = 6 + 16 * n
    return {
      size: file.readUInt8(entry) || 256,
      bytes: file.readUInt32LE(entry + 8),
      offset: file.readUInt32LE(entry + 12),
    }
  })
}
