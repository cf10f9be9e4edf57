/**
 * The one folding of all that is searched and compared (decisions.md, Growth: text): full and half width, composed and
 * decomposed, capitals, radicals in place of their characters (PDF readers give ⻔ for 门) and what nobody sees make no other
 * text. By Unicode's properties, not by a list of characters that were met.
 */
export function folded(text: string): string {
  const composed = text.toWellFormed().normalize('NFKC').toLowerCase()
  const seen = hasUnseen.test(composed) ? composed.replaceAll(unseen, '').normalize('NFKC') : composed
  return hasRadical.test(seen) ? seen.replaceAll(radical, (one) => ideographs.get(one) ?? one) : seen
}

/** The same without blanks: names and codes, in which nobody means one by a blank more or less. */
export function foldedTight(text: string): string {
  return folded(text).replaceAll(/\p{White_Space}/gu, '')
}

/** Nothing in it that a person sees. */
export function isBlank(text: string): boolean {
  return foldedTight(text) === ''
}

/** Without blanks and without what nobody sees, otherwise as it was written. */
export function withoutUnseen(text: string): string {
  return withoutInvisible(text).replaceAll(/\p{White_Space}/gu, '')
}

export function withoutInvisible(text: string): string {
  return text.replaceAll(unseen, '')
}

/**
 * U+2800 is a Braille cell without a dot. Private and unassigned characters are none of these: the first stand for rare hanzi in
 * names, the second are hanzi of a later Unicode. Tabs and line breaks are blanks.
 */
const unseenClass = String.raw`[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]--[\p{White_Space}]]`
const hasUnseen = new RegExp(unseenClass, 'v')
const unseen = new RegExp(unseenClass, 'gv')
const hasRadical = /[\u2e80-\u2eff]/u
const radical = /[\u2e80-\u2eff]/gu

/**
 * CJK Radicals Supplement → unified ideograph: property Equivalent_Unified_Ideograph of the Unicode Character Database 14.0.0,
 * all 114 of the block, in pairs. The Kangxi radicals are folded by NFKC.
 */
const equivalents =
  '⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵' +
  '⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁' +
  '⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶' +
  '⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼' +
  '⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟'
const ideographs: ReadonlyMap<string, string> = new Map(
  [...equivalents.matchAll(/(.)(.)/gsu)].map(([, from = '', to = '']) => [from, to]),
)
