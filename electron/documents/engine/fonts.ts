/** The faces of official documents: the standard names classes, practice names these (GB/T 9704-2012 §5.2.2, §7). */
export const fonts = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  kai: '楷体_GB2312',
  hei: '黑体',
  song: '宋体',
  /** For the few names that the faces above cannot write. */
  fangsong: '仿宋',
  kaiti: '楷体',
  extended: 'SimSun-ExtB',
} as const

export type FontName = (typeof fonts)[keyof typeof fonts]

/**
 * The face that can write a character which `face` may lack. The _GB2312 faces hold 6,763 characters; 赟 and 頔 are in
 * every font that covers CJK Unified, 䶮 needs Extension A (宋体), 𠮷 the planes beyond (SimSun-ExtB).
 */
export function faceFor(character: string, face: FontName): FontName {
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x20000) return fonts.extended
  if ((code >= 0x3400 && code < 0x4e00) || (code >= 0x9fa6 && code <= 0x9fff)) return fonts.song
  if (code < 0x4e00 || code > 0x9fa5 || gb2312.has(character)) return face
  return widerFace[face]
}

const widerFace: Readonly<Record<FontName, FontName>> = {
  方正小标宋简体: '宋体',
  仿宋_GB2312: '仿宋',
  楷体_GB2312: '楷体',
  黑体: '黑体',
  宋体: '宋体',
  仿宋: '仿宋',
  楷体: '楷体',
  'SimSun-ExtB': 'SimSun-ExtB',
}

const gb2312: ReadonlySet<string> = gb2312Characters()

/** The two levels of hanzi, rows 16 to 87; ICU reads them as the part of GBK that they are. */
function gb2312Characters(): ReadonlySet<string> {
  const decoder = new TextDecoder('gbk')
  const characters = new Set<string>()
  for (let row = 0xb0; row <= 0xf7; row += 1) {
    for (let column = 0xa1; column <= 0xfe; column += 1) characters.add(decoder.decode(new Uint8Array([row, column])))
  }
  return characters
}

type FontDeclaration = {
  readonly name: FontName
  /** What a machine without the face may use, best first (ECMA-376-1 §17.8.3.1: a comma-delimited list). */
  readonly fallbacks: readonly string[]
  readonly panose: string
  readonly family: 'roman' | 'modern' | 'script' | 'auto'
  readonly pitch: 'fixed' | 'variable'
}

const declarations: readonly FontDeclaration[] = [
  {
    name: '方正小标宋简体',
    fallbacks: ['方正小标宋_GBK', '华文中宋', 'STZhongsong', '宋体', 'SimSun'],
    panose: '02010601030101010101',
    family: 'script',
    pitch: 'variable',
  },
  {
    name: '仿宋_GB2312',
    fallbacks: ['仿宋', 'FangSong', '华文仿宋', 'STFangsong', '宋体', 'SimSun'],
    panose: '02010609030101010101',
    family: 'modern',
    pitch: 'fixed',
  },
  {
    name: '楷体_GB2312',
    fallbacks: ['楷体', 'KaiTi', '华文楷体', 'STKaiti', '宋体', 'SimSun'],
    panose: '02010609030101010101',
    family: 'modern',
    pitch: 'fixed',
  },
  {
    name: '黑体',
    fallbacks: ['SimHei', '华文细黑', 'STXihei', '微软雅黑', 'Microsoft YaHei'],
    panose: '02010609060101010101',
    family: 'modern',
    pitch: 'fixed',
  },
  { name: '宋体', fallbacks: ['SimSun', '新宋体'], panose: '02010600030101010101', family: 'auto', pitch: 'variable' },
  {
    name: '仿宋',
    fallbacks: ['FangSong', '华文仿宋', 'STFangsong', '宋体', 'SimSun'],
    panose: '02010609060101010101',
    family: 'modern',
    pitch: 'fixed',
  },
  {
    name: '楷体',
    fallbacks: ['KaiTi', '华文楷体', 'STKaiti', '宋体', 'SimSun'],
    panose: '02010609060101010101',
    family: 'modern',
    pitch: 'fixed',
  },
  {
    name: 'SimSun-ExtB',
    fallbacks: ['宋体-ExtB', '宋体', 'SimSun'],
    panose: '02010609060101010101',
    family: 'modern',
    pitch: 'fixed',
  },
]

/** word/fontTable.xml; `docx` can only embed font files, which 公文 do not. Charset 86 is GB 2312. */
export function fontTableXml(): string {
  const entries = declarations.map(
    ({ name, fallbacks, panose, family, pitch }) =>
      `<w:font w:name="${name}"><w:altName w:val="${fallbacks.join(',')}"/><w:panose1 w:val="${panose}"/>` +
      `<w:charset w:val="86"/><w:family w:val="${family}"/><w:pitch w:val="${pitch}"/></w:font>`,
  )
  const namespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="${namespace}">${entries.join('')}</w:fonts>`
}

/** The theme's fonts, for readers that ask the theme first: body in 仿宋, headings in 黑体. */
export const themeFonts = {
  headings: { latin: fonts.hei, eastAsia: fonts.hei, scripts: { Hans: fonts.hei } },
  body: { latin: fonts.body, eastAsia: fonts.body, scripts: { Hans: fonts.body } },
} as const
