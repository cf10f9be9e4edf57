import { fonts, type FontName } from './fonts.ts'
import { character, grid, page, size, spacerLine } from './layout.ts'

/** Paragraph styles of official documents; the number behind each is in GB/T 9704-2012. */
export type StyleId = (typeof styleDefinitions)[number]['id']

/**
 * word/styles.xml, complete: document defaults in 三号仿宋 on exact lines, then one style for each element. `docx` writes
 * its own blue headings, in whose place this text is put.
 */
export function stylesXml(): string {
  const namespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="${namespace}">${defaults}${builtIn}${styleDefinitions
    .map(styleXml)
    .join('')}</w:styles>`
}

/** In twips: a character with its tracking, and the distance of lines. */
export function metricsOf(id: StyleId): { readonly character: number; readonly line: number } {
  const style: StyleDefinition | undefined = styleDefinitions.find((each) => each.id === id)
  return {
    character: style === undefined || style.size === size.三号 ? character.三号 : style.size * 10,
    line: typeof style?.line === 'number' ? style.line : grid.line,
  }
}

export function fontOfStyle(id: StyleId): FontName {
  return styleDefinitions.find((style) => style.id === id)?.font ?? fonts.body
}

type StyleDefinition = {
  readonly id: string
  readonly name: string
  readonly font: FontName
  readonly size: number
  readonly align?: 'left' | 'center' | 'right' | 'both'
  /** Hundredths of a character. */
  readonly firstLineChars?: number
  readonly indent?: { readonly left?: number; readonly right?: number; readonly hanging?: number }
  /** Exact line in twips; 'auto' where a picture must not be cut off. */
  readonly line?: number | 'auto'
  readonly before?: number
  readonly after?: number
  readonly keepNext?: boolean
  readonly outline?: number
  readonly colour?: string
  readonly tabs?: readonly { readonly at: number; readonly align: 'left' | 'right' | 'center' }[]
}

const twoCharacters = { firstLineChars: 200 } as const

const styleDefinitions = [
  // 7.3.1
  { id: 'OfficialTitle', name: '公文标题', font: fonts.title, size: size.二号, align: 'center', keepNext: true },
  { id: 'OfficialNumber', name: '公文编号', font: fonts.body, size: size.三号, align: 'center' },
  // 7.3.3
  // 主送机关: flush left, above the text (GB/T 9704 7.3.2)
  { id: 'Recipient', name: '主送机关', font: fonts.body, size: size.三号, align: 'left', keepNext: true },
  { id: 'OfficialBody', name: '公文正文', font: fonts.body, size: size.三号, ...twoCharacters },
  {
    id: 'OfficialLevel1',
    name: '公文一级标题',
    font: fonts.hei,
    size: size.三号,
    ...twoCharacters,
    keepNext: true,
    outline: 0,
  },
  {
    id: 'OfficialLevel2',
    name: '公文二级标题',
    font: fonts.kai,
    size: size.三号,
    ...twoCharacters,
    keepNext: true,
    outline: 1,
  },
  {
    id: 'OfficialLevel3',
    name: '公文三级标题',
    font: fonts.body,
    size: size.三号,
    ...twoCharacters,
    keepNext: true,
    outline: 2,
  },
  // Under a label of two characters and a colon, which is two characters in
  {
    id: 'ListItem',
    name: '列项',
    font: fonts.body,
    size: size.三号,
    align: 'left',
    indent: { left: 5 * character.三号 },
  },
  // 7.3.4: two characters in, the names aligned under each other
  {
    id: 'AttachmentList',
    name: '附件说明',
    font: fonts.body,
    size: size.三号,
    align: 'left',
    indent: { left: 7 * character.三号 - 140, hanging: 5 * character.三号 - 140 },
    keepNext: true,
  },
  // 7.3.5.2
  { id: 'Issuer', name: '署名', font: fonts.body, size: size.三号, align: 'left', keepNext: true },
  { id: 'IssueDate', name: '成文日期', font: fonts.body, size: size.三号, align: 'left', keepNext: true },
  // 7.3.7
  {
    id: 'AttachmentLabel',
    name: '附件序号',
    font: fonts.hei,
    size: size.三号,
    align: 'left',
    keepNext: true,
    outline: 0,
  },
  { id: 'AttachmentTitle', name: '附件标题', font: fonts.title, size: size.二号, align: 'center', keepNext: true },
  { id: 'TableHead', name: '表头', font: fonts.hei, size: size.小四, align: 'center', line: 360 },
  { id: 'TableText', name: '表文', font: fonts.body, size: size.小四, align: 'left', line: 360 },
  { id: 'TableCentre', name: '表文居中', font: fonts.body, size: size.小四, align: 'center', line: 360 },
  { id: 'SmallHead', name: '小表头', font: fonts.hei, size: size.小五, align: 'center', line: 260 },
  { id: 'SmallText', name: '小表文', font: fonts.body, size: size.小五, align: 'left', line: 260 },
  { id: 'SmallCentre', name: '小表文居中', font: fonts.body, size: size.小五, align: 'center', line: 260 },
  { id: 'HashText', name: '校验值', font: fonts.song, size: size.小五, align: 'center', line: 230 },
  { id: 'Spacer', name: '表后间隔', font: fonts.body, size: size.小五, line: spacerLine },
  { id: 'Photo', name: '照片', font: fonts.body, size: size.小四, align: 'center', line: 'auto', keepNext: true },
  { id: 'Caption', name: '图注', font: fonts.kai, size: size.小四, align: 'center', line: 360, before: 60, after: 240 },
  {
    id: 'SignatureLine',
    name: '签名行',
    font: fonts.body,
    size: size.小四,
    align: 'center',
    line: 'auto',
    before: 60,
  },
  {
    id: 'SignatureName',
    name: '签名人',
    font: fonts.body,
    size: size.四号,
    align: 'center',
    line: 400,
  },
  {
    id: 'SmallSignatureName',
    name: '签名人（多人）',
    font: fonts.body,
    size: size.小四,
    align: 'center',
    line: 300,
  },
  {
    id: 'TinySignatureName',
    name: '签名人（更多人）',
    font: fonts.body,
    size: size.五号,
    align: 'center',
    line: 270,
  },
  { id: 'SealPlace', name: '盖章处', font: fonts.kai, size: size.小四, align: 'center', line: 400 },
  // Under the sign-off, on one line, so that it takes little of the page that the signatures need
  { id: 'Note', name: '附注', font: fonts.kai, size: size.小五, align: 'left', line: 280, before: 100 },
  { id: 'SmallPrint', name: '说明', font: fonts.kai, size: size.小四, align: 'left', line: 400, before: 200 },
  // 7.5: 四号半角宋体, one character from the edge
  {
    id: 'FooterOdd',
    name: '页脚单页',
    font: fonts.song,
    size: size.四号,
    align: 'left',
    line: 280,
    tabs: [{ at: page.textWidth - character.四号, align: 'right' }],
  },
  {
    id: 'FooterEven',
    name: '页脚双页',
    font: fonts.song,
    size: size.四号,
    align: 'left',
    line: 280,
    indent: { left: character.四号 },
    tabs: [{ at: page.textWidth, align: 'right' }],
  },
  { id: 'InternalMark', name: '内部标注', font: fonts.hei, size: size.四号, align: 'left', line: 320 },
  { id: 'PageHeader', name: '页眉', font: fonts.hei, size: size.四号, align: 'center', line: 360, colour: 'C00000' },
] as const satisfies readonly StyleDefinition[]

/**
 * No extra space between hanzi and digits, which would leave 27 characters on a line; and no grid, because lines are exact
 * already. LibreOffice takes neither from the document defaults.
 */
const loosePitch =
  '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'

const defaults =
  `<w:docDefaults><w:rPrDefault><w:rPr>${runFonts(fonts.body)}<w:sz w:val="${size.三号}"/><w:szCs w:val="${size.三号}"/>` +
  `<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
  `<w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>`

const builtIn =
  `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>` +
  `<w:snapToGrid w:val="0"/><w:spacing w:line="${grid.line}" w:lineRule="exact"/></w:pPr><w:rPr><w:spacing w:val="${grid.tracking}"/></w:rPr></w:style>` +
  `<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>` +
  `<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>` +
  `<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>` +
  `<w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
  `<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>`

/** Element order is the schema's (ECMA-376-1 CT_PPrBase and CT_RPr); Word refuses another. */
function styleXml(style: StyleDefinition): string {
  return (
    `<w:style w:type="paragraph" w:customStyle="1" w:styleId="${style.id}"><w:name w:val="${style.name}"/>` +
    `<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${paragraphProperties(style)}</w:pPr><w:rPr>${runProperties(style)}</w:rPr></w:style>`
  )
}

function paragraphProperties(style: StyleDefinition): string {
  return [
    style.keepNext ? '<w:keepNext/>' : '',
    '<w:widowControl w:val="0"/>',
    style.tabs
      ? `<w:tabs>${style.tabs.map(({ at, align }) => `<w:tab w:val="${align}" w:pos="${at}"/>`).join('')}</w:tabs>`
      : '',
    loosePitch,
    spacing(style),
    indentation(style),
    `<w:jc w:val="${style.align ?? 'both'}"/>`,
    style.outline === undefined ? '' : `<w:outlineLvl w:val="${style.outline}"/>`,
  ].join('')
}

function spacing({ line = grid.line, before = 0, after = 0 }: StyleDefinition): string {
  const rule = line === 'auto' ? 'w:line="240" w:lineRule="auto"' : `w:line="${line}" w:lineRule="exact"`
  return `<w:spacing w:before="${before}" w:after="${after}" ${rule}/>`
}

function indentation({ firstLineChars, indent }: StyleDefinition): string {
  if (firstLineChars !== undefined) {
    return `<w:ind w:firstLineChars="${firstLineChars}" w:firstLine="${(firstLineChars / 100) * character.三号}"/>`
  }
  if (indent === undefined) return ''
  const sides = Object.entries(indent).map(([side, value]) => `w:${side}="${value}"`)
  return `<w:ind ${sides.join(' ')}/>`
}

function runProperties(style: StyleDefinition): string {
  const tracking = style.size >= size.三号 && style.line === undefined ? '' : '<w:spacing w:val="0"/>'
  const colour = style.colour === undefined ? '' : `<w:color w:val="${style.colour}"/>`
  return `${runFonts(style.font)}${colour}${tracking}<w:sz w:val="${style.size}"/><w:szCs w:val="${style.size}"/>`
}

function runFonts(font: FontName): string {
  return `<w:rFonts w:ascii="${font}" w:hAnsi="${font}" w:eastAsia="${font}" w:cs="${font}"/>`
}
