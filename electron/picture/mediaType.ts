/** Media types this program tells apart by their first bytes; everything else is `application/octet-stream`. */
export type MediaType = (typeof mediaTypes)[number]

export function isMediaType(name: string | null): name is MediaType {
  return mediaTypes.some((known) => known === name)
}

export const mediaTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'image/avif',
  'image/gif',
  'image/bmp',
  'image/tiff',
  'application/pdf',
  'video/mp4',
  'video/quicktime',
  'video/x-msvideo',
  'audio/mpeg',
  'audio/wav',
  'audio/mp4',
  'audio/amr',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/zip',
  'application/octet-stream',
] as const

/** How many first bytes `detectMediaType` can make use of. */
export const detectionLength = 4096

/** Decides by content, never by name: magic numbers of the formats' specifications (ISO 14496-12 brands, RIFF forms). */
export function detectMediaType(firstBytes: Uint8Array): MediaType {
  const at = (offset: number, text: string): boolean => hasText(firstBytes, offset, text)
  if (bytesAt(firstBytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (at(0, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (at(0, 'GIF87a') || at(0, 'GIF89a')) return 'image/gif'
  if (at(0, 'II*\0') || at(0, 'MM\0*')) return 'image/tiff'
  if (at(0, 'BM') && hasText(firstBytes, 6, '\0\0\0\0')) return 'image/bmp'
  if (at(0, '%PDF-')) return 'application/pdf'
  if (at(0, 'RIFF')) return riffType(firstBytes)
  if (at(4, 'ftyp')) return isoMediaType(firstBytes)
  if (at(4, 'moov') || at(4, 'wide') || at(4, 'mdat')) return 'video/quicktime'
  if (at(0, '#!AMR')) return 'audio/amr'
  if (at(0, 'ID3') || isMp3Frame(firstBytes)) return 'audio/mpeg'
  if (at(0, 'PK\x03\x04')) return zipType(firstBytes)
  return 'application/octet-stream'
}

function riffType(bytes: Uint8Array): MediaType {
  if (hasText(bytes, 8, 'WEBP')) return 'image/webp'
  if (hasText(bytes, 8, 'WAVE')) return 'audio/wav'
  if (hasText(bytes, 8, 'AVI ')) return 'video/x-msvideo'
  return 'application/octet-stream'
}

/** The brand after `ftyp` (ISO 14496-12 §4.3) says what an ISO media file is for. */
function isoMediaType(bytes: Uint8Array): MediaType {
  const brand = textAt(bytes, 8, 4)
  if (brand === 'avif' || brand === 'avis') return 'image/avif'
  if (['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'].includes(brand)) return 'image/heic'
  if (brand === 'qt  ') return 'video/quicktime'
  if (brand === 'M4A ' || brand === 'M4B ') return 'audio/mp4'
  return 'video/mp4'
}

/** An MP3 frame: 11 sync bits, layer III, and no reserved version, bit rate or sampling rate (ISO 11172-3 §2.4.1.3). */
function isMp3Frame(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes
  if (first !== 0xff || second === undefined || third === undefined) return false
  const reserved = (second & 0x18) === 0x08 || (third & 0xf0) === 0xf0 || (third & 0x0c) === 0x0c
  return (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02 && !reserved
}

/** Office writes the main part's folder into one of the first entry names. */
function zipType(bytes: Uint8Array): MediaType {
  const text = textAt(bytes, 0, detectionLength)
  if (text.includes('word/')) return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  if (text.includes('xl/')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return 'application/zip'
}

function bytesAt(bytes: Uint8Array, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[index] === byte)
}

function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  return textAt(bytes, offset, text.length) === text
}

/** One character per byte, so that comparing text compares bytes. */
function textAt(bytes: Uint8Array, offset: number, length: number): string {
  return Array.from(bytes.subarray(offset, offset + length), (byte) => String.fromCharCode(byte)).join('')
}
