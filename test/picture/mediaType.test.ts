import { describe, expect, it } from 'vitest'
import { detectMediaType } from '../../electron/picture/mediaType.ts'

const cases: readonly (readonly [string, string, string])[] = [
  ['a JPEG', '\xff\xd8\xff\xe1', 'image/jpeg'],
  ['a PNG', '\x89PNG\r\n\x1a\n', 'image/png'],
  ['a WebP', 'RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['a HEIC from a phone', '\0\0\0\x18ftypheic', 'image/heic'],
  ['a HEIF of another brand', '\0\0\0\x18ftypmif1', 'image/heic'],
  ['an AVIF', '\0\0\0\x18ftypavif', 'image/avif'],
  ['a GIF', 'GIF89a', 'image/gif'],
  ['a BMP', 'BM\x36\x10\0\0\0\0\0\0', 'image/bmp'],
  ['a little-endian TIFF', 'II*\0', 'image/tiff'],
  ['a big-endian TIFF', 'MM\0*', 'image/tiff'],
  ['a PDF', '%PDF-1.7', 'application/pdf'],
  ['an MP4', '\0\0\0\x18ftypisom', 'video/mp4'],
  ['a QuickTime film', '\0\0\0\x14ftypqt  ', 'video/quicktime'],
  ['an old QuickTime film', '\0\0\0\x08wide', 'video/quicktime'],
  ['an AVI', 'RIFF\x10\0\0\0AVI LIST', 'video/x-msvideo'],
  ['a WAV', 'RIFF\x10\0\0\0WAVEfmt ', 'audio/wav'],
  ['an M4A', '\0\0\0\x18ftypM4A ', 'audio/mp4'],
  ['an MP3 with a tag', 'ID3\x04', 'audio/mpeg'],
  ['an MP3 without a tag', '\xff\xfb\x90\x64', 'audio/mpeg'],
  ['an AMR recording', '#!AMR\n', 'audio/amr'],
  [
    'a Word file',
    'PK\x03\x04....[Content_Types].xml....word/document.xml',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    'an Excel file',
    'PK\x03\x04....[Content_Types].xml....xl/workbook.xml',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  ['another zip', 'PK\x03\x04....readme.txt', 'application/zip'],
  ['UTF-16 text, which begins like an MP3 frame', '\xff\xfe\x31\x00', 'application/octet-stream'],
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'application/octet-stream'],
  ['text that begins with BM', 'BM is not always a bitmap', 'application/octet-stream'],
  ['nothing', '', 'application/octet-stream'],
]

describe('detectMediaType', () => {
  it.each(cases)('knows %s by its first bytes', (_, bytes, expected) => {
    expect(detectMediaType(Buffer.from(bytes, 'latin1'))).toBe(expected)
  })
})
