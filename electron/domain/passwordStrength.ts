import { passwordMinimum } from '../contract/workspace.ts'

/** The floor for a password that opens a workspace or wraps a personal key (electron/README §4). */
export const minimumPasswordLength = passwordMinimum

export type PasswordWeakness = 'tooShort' | 'common' | 'onlyDigits' | 'fewCharacters' | 'sequence' | 'containsName'

/** Why a password is refused; empty when it will do. `names` are words an attacker would try first: people, units. */
export function passwordWeaknesses(password: string, names: readonly string[] = []): readonly PasswordWeakness[] {
  const plain = password.normalize('NFKC').toLowerCase()
  const characters = [...plain]
  const found: readonly (readonly [PasswordWeakness, boolean])[] = [
    ['tooShort', characters.length < minimumPasswordLength],
    ['common', isCommon(plain)],
    // An eleven-digit telephone number or a date twice over: short to try, and often known.
    ['onlyDigits', /^\d+$/.test(plain) && characters.length < 16],
    ['fewCharacters', new Set(characters).size < 5],
    ['sequence', isSequence(plain)],
    ['containsName', names.some((name) => isMostlyName(plain, name))],
  ]
  return found.filter(([, applies]) => applies).map(([weakness]) => weakness)
}

const commonRoots = new Set(
  (
    'password passw0rd p@ssword p@ssw0rd admin administrator root welcome letmein iloveyou monkey dragon football ' +
    'baseball sunshine princess superman batman master shadow michael charlie trustno1 starwars whatever qazwsx ' +
    'qazwsxedc qweasd qweasdzxc asdzxc zxcasdqwe 1q2w3e 1q2w3e4r 1q2w3e4r5t q1w2e3 q1w2e3r4 q1w2e3r4t5 zaq1zaq1 ' +
    'woaini woaini1314 woaini520 aini1314 5201314 nihao zhongguo china beijing caonima mingcha anfang shuiwu ' +
    'guoshui dishui shuiwuju mima mimamima gongzuo changeme default guest test testtest user login secret abc ' +
    'abcd aaa qwe asd zxc'
  ).split(' '),
)

/** A common word stays common with digits and signs around it: `Password2014!`. */
function isCommon(plain: string): boolean {
  const stems = [
    plain,
    plain.replace(/[\d\p{P}\p{S}]+$/u, ''),
    plain.replace(/^[\d\p{P}\p{S}]+|[\d\p{P}\p{S}]+$/gu, ''),
  ]
  return stems.some((stem) => commonRoots.has(stem))
}

const rows = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '!@#$%^&*()']
const runs = [...rows, ...rows.map((row) => [...row].toReversed().join(''))]

/** Two such runs make a weak password too: `qwertyuiop12345`. */
function isSequence(plain: string): boolean {
  return runs.some((run) => run.includes(plain)) || cuts(plain).some(([head, tail]) => isRun(head) && isRun(tail))
}

function cuts(plain: string): readonly (readonly [string, string])[] {
  return Array.from({ length: Math.max(0, plain.length - 1) }, (_, at) => [plain.slice(0, at + 1), plain.slice(at + 1)])
}

function isRun(part: string): boolean {
  return part.length >= 3 && runs.some((run) => run.includes(part))
}

function isMostlyName(plain: string, name: string): boolean {
  const word = name.normalize('NFKC').toLowerCase().trim()
  return word.length >= 2 && plain.includes(word) && [...plain.replaceAll(word, '')].length < 6
}
