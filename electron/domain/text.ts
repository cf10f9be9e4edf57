/**
 * What a text may hold. U+0000 and half of a surrogate pair cannot be stored and are refused; other control characters
 * are kept as they came, because nothing a person recorded is dropped silently: the form names them, and documents
 * leave them out of print (XML 1.0 §2.2 cannot hold them).
 */
export type TextProblem = {
  readonly kind: 'nul' | 'loneSurrogate' | 'tooLong'
  /** Position of the first one, counted from 1 in characters. */
  readonly at: number
  readonly message: string
}

/** Why a text cannot be stored; empty when it can. `max` counts UTF-16 code units, as the catalogue does. */
export function textProblems(text: string, max: number): readonly TextProblem[] {
  const nul = text.indexOf('\u0000')
  const lone = text.search(/\p{Cs}/u)
  return [
    ...(nul < 0 ? [] : [problem('nul', text, nul, '是空字符（U+0000），无法保存，请删去')]),
    ...(lone < 0 ? [] : [problem('loneSurrogate', text, lone, '是半个字符，无法保存，请重新输入这个字')]),
    ...(text.length <= max ? [] : [tooLong(text, max)]),
  ]
}

/** A notice about invisible control characters that are kept but not printed; undefined when there are none. */
export function controlCharacterNote(text: string): string | undefined {
  const found = [...text.matchAll(/(?!\n|\t|\r\n)\p{Cc}/gu)]
  if (found.length === 0) return undefined
  const places = found.slice(0, 3).map(({ index }) => characterAt(text, index))
  const more = found.length > 3 ? '等' : ''
  return `含有${found.length}个看不见的控制字符（第${places.join('、')}个字符${more}），已原样保存，打印时略去。`
}

function problem(kind: TextProblem['kind'], text: string, index: number, message: string): TextProblem {
  const at = characterAt(text, index)
  return { kind, at, message: `第${at}个字符${message}` }
}

function tooLong(text: string, max: number): TextProblem {
  const message = `共${text.length}个字符，最多${max}个，请删去${text.length - max}个或者分成几条`
  return { kind: 'tooLong', at: characterAt(text, max), message }
}

/** Counted as a reader counts: 𠮷 is one character. */
function characterAt(text: string, index: number): number {
  return Array.from(text.slice(0, index)).length + 1
}
