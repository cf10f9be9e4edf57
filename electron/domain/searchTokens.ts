import { folded } from '../contract/text/folding.ts'

/**
 * Chinese search (electron/README §4): text becomes overlapping two-character tokens, so that any two neighbouring characters
 * find their sentence. A run is unbroken by punctuation or space; its last character stands alone behind its pairs and
 * so separates it from the next run: no query token has one character when its run has two, and a phrase of pairs
 * cannot reach across. FTS5 must use the `ascii` tokenizer, to which every non-ASCII character, rare ones too, is part
 * of a token.
 */

/** The index text of a record: tokens with a space between. `国税局，查` → `国税 税局 局 查`. */
export function searchTokens(text: string): string {
  let tokens = ''
  // By one loop: an import makes millions of tokens.
  for (const [run] of normalRuns(joined(text))) {
    let before = ''
    for (const character of run) {
      if (before !== '') tokens += `${before}${character} `
      before = character
    }
    tokens += `${before} `
  }
  return tokens.trimEnd()
}

/**
 * The query as phrases that must all occur; the tokens of one phrase must stand next to each other, in order. A phrase
 * of one single-character token matches every token that begins with it (a prefix query). Empty: nothing to search for.
 */
export function queryTokens(text: string): readonly (readonly string[])[] {
  return runs(text).map((run) => (run.length === 1 ? run : pairs(run)))
}

/**
 * “张 三” is found by 张三: a blank between two Chinese characters is there for the look. A line break stays, it ends a field. In a
 * query a blank parts what is looked for.
 */
function joined(text: string): string {
  return text.replaceAll(/(?<=\p{Script=Han})[ \t\u00a0\u2000-\u200a\u202f\u3000]+(?=\p{Script=Han})/gu, '')
}

type Run = readonly string[]

/** Characters (code points, so 𠮷 is one) of each run, in compatibility form and lower case: `ＯＣＲ` is `ocr`. */
function runs(text: string): readonly Run[] {
  return [...normalRuns(text)].map(([run]) => [...run])
}

function normalRuns(text: string): IterableIterator<RegExpExecArray> {
  return folded(text).matchAll(/[\p{L}\p{N}\p{M}]+/gu)
}

function pairs(run: Run): readonly string[] {
  return run.slice(1).map((character, index) => `${run[index] ?? ''}${character}`)
}
