import { readFile, stat } from 'node:fs/promises'
import ExifReader from 'exifreader'
import { isDay } from '../contract/beijing.ts'
import { Problem } from '../contract/problem/problem.ts'
import { detectMediaType, type MediaType } from './mediaType.ts'
import { decodable, openPicture, pictureProblem, type PictureType } from './openPicture.ts'

/** What a photo says of itself. A value that the file does not hold is undefined, never guessed. */
export type PhotoFacts = {
  readonly mediaType: PictureType
  /** Pixels as seen, after the EXIF orientation. */
  readonly width: number
  readonly height: number
  /** Local time as the camera wrote it, `2026-11-21 09:30:05`, with its offset `+08:00` behind it if recorded. */
  readonly takenAt: string | undefined
  /** Make and model, the make not said twice. */
  readonly device: string | undefined
  /** Micro-degrees, north and east positive; both or neither. */
  readonly latitude: number | undefined
  readonly longitude: number | undefined
}

/** Largest photo file that is read; a phone's raw 200-megapixel JPEG stays below. */
export const maximumPhotoBytes = 128 * 1024 * 1024

/**
 * Reads a whole photo, decoding every pixel once so that a truncated file is noticed.
 * Problems: photo.empty, photo.notAPicture, photo.unsupported (HEIC, BMP), photo.tooLarge.
 */
export async function readPhoto(source: Uint8Array | string): Promise<PhotoFacts> {
  const bytes = await readBytes(source)
  const mediaType = pictureType(bytes)
  const { width, height } = await decodedSize(bytes)
  return { mediaType, width, height, ...exifFacts(bytes) }
}

async function readBytes(source: Uint8Array | string): Promise<Uint8Array> {
  const size = typeof source === 'string' ? (await stat(source)).size : source.length
  if (size === 0) throw new Problem('photo.empty', {})
  if (size > maximumPhotoBytes) throw new Problem('photo.tooLarge', {})
  return typeof source === 'string' ? readFile(source) : source
}

function pictureType(bytes: Uint8Array): PictureType {
  const mediaType: MediaType = detectMediaType(bytes)
  if (decodable(mediaType)) return mediaType
  if (mediaType === 'image/heic' || mediaType === 'image/bmp') throw new Problem('photo.unsupported', { mediaType })
  throw new Problem('photo.notAPicture', {})
}

async function decodedSize(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  try {
    const { autoOrient } = await openPicture(bytes).metadata()
    await openPicture(bytes).resize(8, 8).raw().toBuffer()
    return autoOrient
  } catch (error) {
    throw pictureProblem(error)
  }
}

type ExifFacts = Pick<PhotoFacts, 'takenAt' | 'device' | 'latitude' | 'longitude'>

/** Damaged or foreign metadata never refuses a photo: what cannot be read is not there. */
function exifFacts(bytes: Uint8Array): ExifFacts {
  const tags = readTags(bytes)
  const position = gpsPosition(tags.gps)
  return {
    takenAt: captureTime(tags.exif),
    device: deviceName(tags.exif),
    latitude: position?.latitude,
    longitude: position?.longitude,
  }
}

function readTags(bytes: Uint8Array): ExifReader.ExpandedTags {
  try {
    return ExifReader.load(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { expanded: true })
  } catch {
    return {}
  }
}

/** EXIF 2.32: `YYYY:MM:DD HH:MM:SS`; cameras without a clock write zeros or blanks. */
function captureTime(exif: ExifReader.ExpandedTags['exif']): string | undefined {
  const text = asciiTag(exif?.DateTimeOriginal)
  const match = text?.match(/^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})$/)
  if (!match) return undefined
  const day = `${match[1]}-${match[2]}-${match[3]}`
  const time = match[4] ?? ''
  if (!isDay(day) || match[1] === '0000' || !isTime.test(time)) return undefined
  const offset = asciiTag(exif?.OffsetTimeOriginal)
  return `${day} ${time}${offset !== undefined && isOffset(offset) ? offset : ''}`
}

/** A damaged or unset clock writes hour 61. */
const isTime = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

/** Offsets in use reach from -12:00 to +14:00. */
function isOffset(offset: string): boolean {
  const [, sign, hours = '', minutes = ''] = offset.match(/^([+-])(\d{2}):([0-5]\d)$/) ?? []
  return sign !== undefined && Number(hours) * 60 + Number(minutes) <= (sign === '+' ? 14 : 12) * 60
}

function deviceName(exif: ExifReader.ExpandedTags['exif']): string | undefined {
  const make = asciiTag(exif?.Make)
  const model = asciiTag(exif?.Model)
  if (make && model?.toLowerCase().startsWith(make.toLowerCase())) return model.slice(0, 100)
  const name = [make, model].filter((part) => part !== undefined).join(' ')
  return name === '' ? undefined : name.slice(0, 100)
}

/** The reader puts `?` for each byte outside ASCII; such a value would be invented, so it counts as not recorded. */
function asciiTag(tag: { readonly description: string } | undefined): string | undefined {
  const text = tag?.description.replaceAll('\0', '').trim()
  return text === undefined || text === '' || text.includes('?') ? undefined : text
}

function gpsPosition(
  gps: ExifReader.ExpandedTags['gps'],
): { readonly latitude: number; readonly longitude: number } | undefined {
  const latitude = microDegrees(gps?.Latitude, 90)
  const longitude = microDegrees(gps?.Longitude, 180)
  if (latitude === undefined || longitude === undefined) return undefined
  // Receivers without a fix write 0,0, which is open sea.
  return latitude === 0 && longitude === 0 ? undefined : { latitude, longitude }
}

function microDegrees(degrees: number | undefined, limit: number): number | undefined {
  if (degrees === undefined || !Number.isFinite(degrees) || Math.abs(degrees) > limit) return undefined
  return Math.round(degrees * 1_000_000)
}
