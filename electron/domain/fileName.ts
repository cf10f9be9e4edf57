/**
 * File names that Windows, FAT and 麒麟 all take: at most 80 characters, none of `:*?"<>|/\`, no name of a device,
 * no dot or space at the end. 80 UTF-16 units are at most 240 bytes in UTF-8, under the 255 of ext4.
 */
export const maximumFileName = 80

/** A name made safe; the ending (`.jpg`) is kept when the name is cut. */
export function safeFileName(name: string): string {
  const { stem, ending } = split(cleaned(name))
  const base = withoutTrail(cut(stem === '' ? '未命名' : stem, maximumFileName - ending.length))
  return isDevice(base) ? cut(`_${base}`, maximumFileName - ending.length) + ending : base + ending
}

/** `单位_日期_备忘录_v2.docx`; of what is not frozen, without a version, `单位_日期_备忘录_草稿.docx`. */
export function paperFileName(paper: {
  readonly unit: { readonly shortName: string | null; readonly name: string | null } | undefined
  readonly day: string
  /** 备忘录. */
  readonly word: string
  readonly version?: number
}): string {
  const version = paper.version === undefined ? '草稿' : `v${paper.version}`
  const unit = paper.unit?.shortName ?? paper.unit?.name ?? '未知单位'
  return safeFileName(`${cut(part(unit), 40)}_${paper.day}_${paper.word}_${version}.docx`)
}

/** The name of a copy of evidence: `单位_问题号_序号_标题.jpg`; only the title is cut when it gets long. */
export function evidenceFileName(evidence: {
  readonly unit: string
  readonly finding: string
  readonly ordinal: number
  readonly title: string
  /** Without the dot. */
  readonly extension: string
}): string {
  const { unit, finding, ordinal, title, extension } = evidence
  const head = [cut(part(unit), 30), part(finding), String(ordinal).padStart(2, '0')].join('_')
  const ending = `.${part(extension).toLowerCase()}`
  const wording = withoutTrail(cut(part(title), maximumFileName - head.length - ending.length - 1))
  return safeFileName(`${wording === '' ? head : `${head}_${wording}`}${ending}`)
}

/** A name as it was given, cut to `length` UTF-16 units with its ending kept. */
export function shortFileName(name: string, length: number): string {
  if (name.length <= length) return name
  const { ending } = split(name)
  return cut(name.slice(0, name.length - ending.length), length - ending.length) + ending
}

function cleaned(name: string): string {
  const visible = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\ufffe\uffff]/gu, '')
    .replace(/[:*?"<>|/\\]/g, '_')
    .replace(/\s+/gu, ' ')
  return withoutTrail(visible.replace(/^[\s.]+/u, ''))
}

/** One part of a name made of parts: its own dots and underscores may not look like separators. */
function part(text: string): string {
  return cleaned(text)
    .replace(/[._ ]+/g, ' ')
    .trim()
}

/** A short ending of Latin letters and digits is a file type; any other dot belongs to the name. */
function split(name: string): { readonly stem: string; readonly ending: string } {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  return { stem: withoutTrail(name.slice(0, name.length - ending.length)), ending }
}

/** At most `length` UTF-16 units, never through the middle of a character. */
function cut(text: string, length: number): string {
  const short = text.slice(0, Math.max(0, length))
  return short.isWellFormed() ? short : short.slice(0, -1)
}

function withoutTrail(text: string): string {
  return text.replace(/[\s.]+$/u, '')
}

/** Windows opens a device for these, whatever follows the first dot. */
function isDevice(stem: string): boolean {
  return /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])$/i.test((stem.split('.', 1)[0] ?? '').trim())
}
