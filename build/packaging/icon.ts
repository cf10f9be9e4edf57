import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'

/** Sizes in pixels that Windows asks for, from the title bar to the large icons of a folder. */
const windowsSizes = [16, 24, 32, 48, 64, 128, 256] as const

/** Sizes in pixels of the folders of Linux' icon theme that are drawn; the theme takes the .svg for the others. */
const linuxSizes = [48, 128, 256] as const

export type Icons = {
  readonly ico: string
  readonly svg: string
  readonly png: readonly { readonly size: number; readonly file: string }[]
}

/** Draws the program's icon from the window's own `icon.svg` into `folder`. */
export async function drawIcons(projectRoot: string, folder: string): Promise<Icons> {
  const drawing = await readFile(join(projectRoot, 'renderer', 'app', 'icon.svg'))
  await mkdir(folder, { recursive: true })
  const icons = {
    ico: join(folder, 'icon.ico'),
    svg: join(folder, 'icon.svg'),
    png: linuxSizes.map((size) => ({ size, file: join(folder, `${size}.png`) })),
  }
  await writeFile(icons.svg, drawing)
  for (const { size, file } of icons.png) await writeFile(file, await drawnPng(drawing, size))
  await writeFile(icons.ico, await iconFile(drawing))
  return icons
}

/** An .ico: a directory of pictures, those below 256 pixels as bitmaps, because old dialogs of Windows read no other. */
async function iconFile(drawing: Buffer): Promise<Buffer> {
  const pictures = await Promise.all(
    windowsSizes.map(async (size) => ({ size, bytes: await (size < 256 ? bitmap : drawnPng)(drawing, size) })),
  )
  const directory = Buffer.alloc(6 + 16 * pictures.length)
  directory.writeUInt16LE(1, 2) // an icon, not a cursor
  directory.writeUInt16LE(pictures.length, 4)
  let offset = directory.length
  for (const [n, { size, bytes }] of pictures.entries()) {
    const entry = 6 + 16 * n
    directory.writeUInt8(size % 256, entry) // 256 is written as 0
    directory.writeUInt8(size % 256, entry + 1)
    directory.writeUInt16LE(1, entry + 4) // planes
    directory.writeUInt16LE(32, entry + 6) // bits a pixel
    directory.writeUInt32LE(bytes.length, entry + 8)
    directory.writeUInt32LE(offset, entry + 12)
    offset += bytes.length
  }
  return Buffer.concat([directory, ...pictures.map(({ bytes }) => bytes)])
}

/** A BITMAPINFOHEADER with its pixels, bottom row first, blue green red alpha, and an empty mask: alpha says it all. */
async function bitmap(drawing: Buffer, size: number): Promise<Buffer> {
  const pixels = await drawn(drawing, size).ensureAlpha().raw().toBuffer()
  const header = Buffer.alloc(40)
  header.writeUInt32LE(40, 0)
  header.writeInt32LE(size, 4)
  header.writeInt32LE(size * 2, 8) // the picture and its mask
  header.writeUInt16LE(1, 12)
  header.writeUInt16LE(32, 14)
  const rows = Array.from({ length: size }, (_, row) =>
    pixels.subarray((size - 1 - row) * size * 4, (size - row) * size * 4),
  )
  const picture = Buffer.concat(rows)
  for (let at = 0; at < picture.length; at += 4) picture.subarray(at, at + 3).reverse()
  const mask = Buffer.alloc(Math.ceil(size / 32) * 4 * size)
  return Buffer.concat([header, picture, mask])
}

function drawnPng(drawing: Buffer, size: number): Promise<Buffer> {
  return drawn(drawing, size).png({ compressionLevel: 9 }).toBuffer()
}

function drawn(drawing: Buffer, size: number): Sharp {
  // The drawing is 32 units wide, and 72 dots an inch is one pixel a unit.
  return sharp(drawing, { density: (72 * size) / 32 }).resize(size, size)
}
