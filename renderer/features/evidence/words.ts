import type * as z from 'zod'
import { evidenceClasses } from '../../../electron/contract/catalogue/inspection.ts'
import type { evidenceView } from '../../../electron/contract/evidence.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'

export type EvidenceView = z.infer<typeof evidenceView>

export const classOptions = evidenceClasses.map((value) => ({ value, label: value }))

const absent = '未提供'

/** What the file says of itself, in plain words; what it does not say is 未提供, never guessed. */
export function factsOf(piece: EvidenceView): readonly (readonly [string, string])[] {
  return [
    ['证据编号', piece.number],
    ['文件名', piece.fileName ?? absent],
    ['拍摄时间', takenText(piece.takenAt)],
    ['拍摄设备', piece.device ?? absent],
    ['拍摄位置', placeText(piece)],
    ['画面', piece.width === null || piece.height === null ? absent : `${piece.width} × ${piece.height} 像素`],
    ['格式', formatName(piece.mediaType)],
    ['大小', sizeText(piece.size)],
    ['文件修改时间', piece.fileModifiedAt === null ? absent : beijingDateTime(piece.fileModifiedAt)],
    ['登记时间', piece.addedAt === null ? absent : beijingDateTime(piece.addedAt)],
    ['文件指纹', piece.content?.replaceAll(/(.{8})(?=.)/g, '$1 ') ?? absent],
  ]
}

/** Formats that a browser draws; the others are downloaded and opened by a program of the machine. */
export function isShown(mediaType: string | null): boolean {
  return /^image\/(jpeg|png|webp|gif|avif)$/.test(mediaType ?? '')
}

/** The ending tells a person more than a media type does. */
export function formatName(mediaType: string | null): string {
  const names: Readonly<Record<string, string>> = {
    'image/jpeg': 'JPEG 照片',
    'image/png': 'PNG 图片',
    'image/webp': 'WebP 图片',
    'image/gif': 'GIF 图片',
    'image/avif': 'AVIF 图片',
    'image/tiff': 'TIFF 图片',
    'image/bmp': 'BMP 图片',
    'image/heic': 'HEIC 照片',
    'application/pdf': 'PDF 文件',
    'application/zip': '压缩文件',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word 文件',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '电子表格',
  }
  if (mediaType?.startsWith('video/') === true) return '视频'
  if (mediaType?.startsWith('audio/') === true) return '录音'
  return names[mediaType ?? ''] ?? '其他文件'
}

/** The camera's own clock, with its zone in words: 2026-11-20 09:30:05（北京时间）. */
function takenText(takenAt: string | null): string {
  if (takenAt === null) return absent
  const [, time, zone] = /^(.+?)([+-]\d\d:\d\d)?$/.exec(takenAt) ?? []
  if (time === undefined || zone === undefined) return `${takenAt}（相机没有记下时区）`
  return zone === '+08:00' ? `${time}（北京时间）` : `${time}（与世界时相差 ${zone}）`
}

function placeText({ latitude, longitude }: Pick<EvidenceView, 'latitude' | 'longitude'>): string {
  if (latitude === null || longitude === null) return absent
  const north = `${latitude < 0 ? '南' : '北'}纬 ${degrees(latitude)}`
  return `${north}，${longitude < 0 ? '西' : '东'}经 ${degrees(longitude)}`
}

function degrees(micro: number): string {
  return `${(Math.abs(micro) / 1_000_000).toFixed(6)}°`
}

/** 1 KB = 1024 bytes, as the file dialogs of Windows count. */
function sizeText(bytes: number | null): string {
  if (bytes === null) return absent
  if (bytes < 1024 ** 2) return `${Math.ceil(bytes / 1024)} KB（${bytes} 字节）`
  return `${(bytes / 1024 ** 2).toFixed(1)} MB（${bytes} 字节）`
}
