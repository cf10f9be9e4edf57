import sharp from 'sharp'
import { sceneDrawings, sequence, type Random } from './sceneShapes.ts'

export type SceneName = (typeof sceneNames)[number]

/** What the demonstration's inspectors photograph. */
export const sceneNames = ['counter', 'noticeBoard', 'office', 'parkedCar', 'closedWindow', 'paperwork'] as const

/** A made-up photo for the demonstration: the same order gives the same picture. */
export type SceneOrder = {
  readonly scene: SceneName
  /** Shifts colours, people and grain, so that two photos of one scene differ. */
  readonly seed: number
  /** Default 1600 × 1200, as a phone sends it. */
  readonly width?: number
  readonly height?: number
  readonly exif: SceneExif
}

export type SceneExif = {
  /** `2026-11-21 09:30:05`, local. */
  readonly takenAt?: string
  /** `+08:00`. */
  readonly offset?: string
  readonly make?: string
  readonly model?: string
  /** Micro-degrees, north and east positive. */
  readonly latitude?: number
  readonly longitude?: number
}

/** Draws a scene and writes the EXIF a camera would have written. */
export async function drawScene({ scene, seed, width = 1600, height = 1200, exif }: SceneOrder): Promise<Uint8Array> {
  const random = sequence(seed)
  const drawing: Readonly<Record<SceneName, (random: Random) => string>> = sceneDrawings
  const svg = sceneSvg(drawing[scene](random), { width, height })
  return sharp(Buffer.from(svg))
    .composite([{ input: grain(random), raw: { ...grainSize, channels: 4 }, tile: true, blend: 'overlay' }])
    .flatten({ background: '#ffffff' })
    .withExif(exifDirectories(exif))
    .jpeg({ quality: 88 })
    .toBuffer()
}

/** Scenes are drawn on 1600 × 1200 and cropped to the asked shape; vignette and grain make them look taken, not drawn. */
function sceneSvg(shapes: string, { width, height }: { width: number; height: number }): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 1600 1200" preserveAspectRatio="xMidYMid slice">
<radialGradient id="vignette" cx="0.5" cy="0.45" r="0.75"><stop offset="0.55" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.28"/></radialGradient>
${shapes}
<rect width="1600" height="1200" fill="url(#vignette)"/>
</svg>`
}

const grainSize = { width: 211, height: 199 } as const

/** A tile of film grain; its odd size keeps the repetition from showing. */
function grain(random: Random): Buffer {
  const pixels = Buffer.alloc(grainSize.width * grainSize.height * 4)
  for (let offset = 0; offset < pixels.length; offset += 4) {
    pixels.fill(128 + (random() + random() - 1) * 110, offset, offset + 3)
    pixels[offset + 3] = 90
  }
  return pixels
}

function exifDirectories(exif: SceneExif) {
  const position = exif.latitude !== undefined && exif.longitude !== undefined
  return {
    IFD0: { ...tag('Make', exif.make), ...tag('Model', exif.model) },
    IFD2: {
      ...tag('DateTimeOriginal', exif.takenAt?.replace(/^(\d{4})-(\d{2})-/, '$1:$2:')),
      ...tag('OffsetTimeOriginal', exif.offset),
    },
    ...(position ? { IFD3: gpsTags(exif.latitude ?? 0, exif.longitude ?? 0) } : {}),
  }
}

function tag(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value }
}

function gpsTags(latitude: number, longitude: number): Record<string, string> {
  return {
    GPSLatitudeRef: latitude < 0 ? 'S' : 'N',
    GPSLatitude: degreesMinutesSeconds(Math.abs(latitude)),
    GPSLongitudeRef: longitude < 0 ? 'W' : 'E',
    GPSLongitude: degreesMinutesSeconds(Math.abs(longitude)),
  }
}

/** EXIF rationals: whole degrees, whole minutes, ten-thousandths of a second. */
function degreesMinutesSeconds(microDegrees: number): string {
  const degrees = Math.floor(microDegrees / 1_000_000)
  const restMinutes = ((microDegrees % 1_000_000) * 60) / 1_000_000
  const minutes = Math.floor(restMinutes)
  return `${degrees}/1 ${minutes}/1 ${Math.round((restMinutes - minutes) * 600_000)}/10000`
}
