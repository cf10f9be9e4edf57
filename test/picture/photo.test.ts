import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { makePrintCopy, makeThumbnail, printCopyBytes, printCopySidePx } from '../../electron/picture/copies.ts'
import { readPhoto } from '../../electron/picture/photo.ts'
import { drawScene, type SceneExif } from '../../electron/picture/scene.ts'

describe('readPhoto', () => {
  it('says when, with what and where a photo was taken', async () => {
    const facts = await readPhoto(await photo(phone))
    expect(facts).toEqual({
      mediaType: 'image/jpeg',
      width: 320,
      height: 240,
      takenAt: '2014-11-20 10:15:05+08:00',
      device: 'HUAWEI MT7-TL10',
      latitude: 23_129_163,
      longitude: 113_264_435,
    })
  })

  it('counts south and west as negative', async () => {
    const facts = await readPhoto(await photo({ latitude: -33_868_820, longitude: -70_650_001 }))
    expect([facts.latitude, facts.longitude]).toEqual([-33_868_820, -70_650_001])
  })

  it('leaves undefined what the file does not say', async () => {
    const facts = await readPhoto(await photo({}))
    expect(facts).toEqual({
      mediaType: 'image/jpeg',
      width: 320,
      height: 240,
      takenAt: undefined,
      device: undefined,
      latitude: undefined,
      longitude: undefined,
    })
  })

  const vague: readonly (readonly [string, SceneExif, Partial<Awaited<ReturnType<typeof readPhoto>>>])[] = [
    ['a clock that was never set', { takenAt: '0000-00-00 00:00:00' }, { takenAt: undefined }],
    ['a time without an offset', { takenAt: '2014-11-20 10:15:05' }, { takenAt: '2014-11-20 10:15:05' }],
    ['a month 13 and an hour 61', { takenAt: '2026-13-45 61:61:61' }, { takenAt: undefined }],
    ['30 February', { takenAt: '2026-02-30 09:30:00' }, { takenAt: undefined }],
    ['a day zero', { takenAt: '2026-11-00 09:30:00' }, { takenAt: undefined }],
    ['the year 0', { takenAt: '0000-01-01 00:00:00' }, { takenAt: undefined }],
    ['an hour 24', { takenAt: '2026-11-20 24:00:00' }, { takenAt: undefined }],
    ['29 February of a leap year', { takenAt: '2024-02-29 23:59:59' }, { takenAt: '2024-02-29 23:59:59' }],
    [
      'an offset that no place has',
      { takenAt: '2026-11-20 09:30:00', offset: '+99:00' },
      { takenAt: '2026-11-20 09:30:00' },
    ],
    ['a time that is no time', { takenAt: 'yesterday morning' }, { takenAt: undefined }],
    ['a model that repeats its make', { make: 'Canon', model: 'Canon EOS 70D' }, { device: 'Canon EOS 70D' }],
    ['a make alone', { make: 'Xiaomi' }, { device: 'Xiaomi' }],
    ['a make that is not ASCII', { make: '华为', model: 'MT7' }, { device: 'MT7' }],
    ['a receiver without a fix', { latitude: 0, longitude: 0 }, { latitude: undefined, longitude: undefined }],
  ]
  it.each(vague)('does not invent anything from %s', async (_, exif, expected) => {
    expect(await readPhoto(await photo(exif))).toMatchObject(expected)
  })

  it('gives width and height as a person sees them', async () => {
    const upright = await sharp(await photo({}))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect(await readPhoto(upright)).toMatchObject({ width: 240, height: 320 })
  })

  it.each(['png', 'webp', 'gif', 'tiff', 'avif'] as const)('reads %s as well', async (format) => {
    const bytes = await sharp(await photo({}))
      .toFormat(format)
      .toBuffer()
    expect(await readPhoto(bytes)).toMatchObject({ mediaType: `image/${format}`, width: 320, height: 240 })
  })

  it('reads a photo from a path, whatever its name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'photo-'))
    const path = join(folder, '会议记录.pdf')
    await writeFile(path, await photo(phone))
    expect(await readPhoto(path)).toMatchObject({ mediaType: 'image/jpeg', width: 320 })
    await rm(folder, { recursive: true })
  })

  const refused: readonly (readonly [string, () => Promise<Uint8Array>, string])[] = [
    ['an empty file', async () => new Uint8Array(), 'photo.empty'],
    ['text named like a photo', async () => Buffer.from('not a photo'), 'photo.notAPicture'],
    ['a PDF', async () => Buffer.from('%PDF-1.7 ...'), 'photo.notAPicture'],
    ['an SVG, which could refer to other files', async () => Buffer.from('<svg/>'), 'photo.notAPicture'],
    ['a JPEG that lost its second half', async () => half(await photo(phone)), 'photo.notAPicture'],
    ['a JPEG of its first bytes only', async () => (await photo(phone)).subarray(0, 40), 'photo.notAPicture'],
    ['a PNG that would unpack to 3.6 gigapixels', async () => bomb(60_000, 60_000), 'photo.tooLarge'],
    ['a HEIC', async () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'photo.unsupported'],
  ]
  it.each(refused)('refuses %s', async (_, make, kind) => {
    const failure: unknown = await readPhoto(await make()).catch((error: unknown) => error)
    expect(isProblem(failure) ? failure.kind : failure).toBe(kind)
  })
})

describe('makePrintCopy', () => {
  it('keeps no metadata of the original', async () => {
    const original = await sharp(await photo(phone))
      .keepExif()
      .withIccProfile('p3')
      .jpeg()
      .toBuffer()
    const { jpeg } = await makePrintCopy(original, { maxSidePx: 1280 })
    const { exif, icc, xmp, iptc } = await sharp(jpeg).metadata()
    expect([exif, icc, xmp, iptc]).toEqual([undefined, undefined, undefined, undefined])
    expect(Buffer.from(jpeg).includes('HUAWEI')).toBe(false)
  })

  it('turns the picture upright and fits its longer side', async () => {
    const turned = await sharp(await photo({}))
      .withMetadata({ orientation: 8 })
      .jpeg()
      .toBuffer()
    const copy = await makePrintCopy(turned, { maxSidePx: 160 })
    expect([copy.width, copy.height]).toEqual([120, 160])
    expect(await sharp(copy.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 120, height: 160 })
  })

  it('never enlarges', async () => {
    expect(await makePrintCopy(await photo({}), { maxSidePx: 4000 })).toMatchObject({ width: 320, height: 240 })
  })

  it('fits the size that sixty photos in a memo may have, even where every pixel is noise', async () => {
    const noise = await sharp(noisePixels(1280, 960), { raw: { width: 1280, height: 960, channels: 3 } })
      .jpeg({ quality: 95 })
      .toBuffer()
    expect(noise.length).toBeGreaterThan(1_000_000)
    const { jpeg, width } = await makePrintCopy(noise, { maxSidePx: printCopySidePx })
    expect(jpeg.length).toBeLessThanOrEqual(printCopyBytes)
    expect(width).toBeGreaterThan(700)
  })

  it('puts transparent pixels on white paper', async () => {
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer()
    const { jpeg } = await makePrintCopy(clear, { maxSidePx: 8 })
    expect([...(await sharp(jpeg).raw().toBuffer())].every((value) => value > 250)).toBe(true)
  })

  it('refuses what is not a picture', async () => {
    await expect(makePrintCopy(Buffer.from('text'), { maxSidePx: 100 })).rejects.toThrow('photo.notAPicture')
    await expect(makeThumbnail(bomb(60_000, 60_000))).rejects.toThrow('photo.tooLarge')
  })
})

describe('makeThumbnail', () => {
  it('is at most 320 pixels on its longer side', async () => {
    const large = await drawScene({ scene: 'office', seed: 3, exif: {} })
    expect(await sharp(await makeThumbnail(large)).metadata()).toMatchObject({ width: 320, height: 240 })
  })
})

const phone = {
  takenAt: '2014-11-20 10:15:05',
  offset: '+08:00',
  make: 'HUAWEI',
  model: 'MT7-TL10',
  latitude: 23_129_163,
  longitude: 113_264_435,
} as const

async function photo(exif: SceneExif): Promise<Uint8Array> {
  return drawScene({ scene: 'counter', seed: 1, width: 320, height: 240, exif })
}

function noisePixels(width: number, height: number): Buffer {
  let state = 1
  return Buffer.from(
    Uint8Array.from({ length: width * height * 3 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state >>> 24
    }),
  )
}

function half(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.floor(bytes.length / 2))
}

/** A valid header of a huge greyscale PNG with one short chunk of pixels. */
function bomb(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND'),
  ])
}

function chunk(type: string, content = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(content.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
