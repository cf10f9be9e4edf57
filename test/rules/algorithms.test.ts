import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { permitted } from '../boringSsl/algorithms.ts'
import { projectRoot } from './oxlint.ts'

/** Other spellings of permitted algorithms: of JOSE, WebCrypto, Node's key objects, XML signatures and this program's own words. */
const spellings: Readonly<Record<string, string>> = {
  ES256: 'ECDSA',
  RS256: 'RSASSA-PKCS1-v1_5',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  ec: 'P-256',
  prime256v1: 'P-256',
  'p-256': 'P-256',
  rsa: 'RSA',
  'rsa-2048': 'RSA',
  'rsa-3072': 'RSA',
  'rsa-4096': 'RSA',
  ecdsa: 'ECDSA',
}

/** Calls of node:crypto that BoringSSL answers; argon2, Diffie-Hellman groups, ciphers by list and the like are not among them. */
const calls = new Set([
  ...['createCipheriv', 'createDecipheriv', 'createHash', 'createHmac', 'hkdfSync', 'scrypt', 'randomBytes'],
  ...['sign', 'verify', 'generateKeyPairSync', 'createPrivateKey', 'createPublicKey'],
  ...['X509Certificate', 'KeyObject', 'ScryptOptions'],
])

const rooms = ['electron/crypto', 'electron/signature']
const files = rooms.flatMap((room) =>
  readdirSync(join(projectRoot, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({
      name: `${room}/${name.replaceAll('\\', '/')}`,
      code: codeOf(readFileSync(join(projectRoot, room, name), 'utf8')),
    })),
)

/** A word that looks like an algorithm of any library, whether or not a runtime has it. */
const algorithm =
  /^(?:aes|chacha|xchacha|camellia|aria|des|des3|rc[24]|blowfish|bf|cast5?|idea|seed|sm[234]|sha|md[245]|ripemd|rmd|whirlpool|blake|keccak|shake|ec|ecdsa|ecdh|rsa|rsassa|dsa|dh|ed25519|ed448|x25519|x448|p-?(?:224|256|384|521)|prime|secp|brainpool|sect|[rpeh]s(?:256|384|512)|scrypt|argon|pbkdf|hkdf|bcrypt)(?:[-_\d].*)?$/i

function algorithmsIn(code: string): readonly string[] {
  return [...code.matchAll(/'([^'\n]*)'/g)].flatMap(([, word = '']) => (algorithm.test(word) ? [word] : []))
}

function importsIn(code: string): readonly string[] {
  return [...code.matchAll(/import (?:type )?\{([^}]*)\} from 'node:crypto'/g)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) =>
        name
          .trim()
          .replace(/^type /, '')
          .replace(/ as .*$/, ''),
      )
      .filter((name) => name !== ''),
  )
}

/** Without comments and addresses of XML namespaces, which name algorithms as text. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
}

describe('the rooms that calculate signatures and secrets', () => {
  it('are all looked at, and named algorithms are found in them', () => {
    expect(files.length).toBeGreaterThan(30)
    const found = new Set(files.flatMap(({ code }) => algorithmsIn(code)))
    for (const expected of ['aes-256-gcm', 'sha256', 'rsa-3072', 'ES256', 'P-256', 'SHA-512'])
      expect(found).toContain(expected)
    for (const planted of ['chacha20-poly1305', 'ed448', 'secp256k1', 'sm3', 'argon2id', 'aes-128-cbc'])
      expect(algorithmsIn(`const a = '${planted}'`)).toEqual([planted])
  })

  it.each(files)('$name names only algorithms that BoringSSL has', ({ code }) => {
    const allowed = (word: string) => Object.hasOwn(permitted, spellings[word] ?? word)
    expect(algorithmsIn(code).filter((word) => !allowed(word))).toEqual([])
  })

  it.each(files)('$name calls only what BoringSSL answers', ({ code }) => {
    expect(importsIn(code).filter((name) => !calls.has(name))).toEqual([])
  })
})

describe('the work under BoringSSL', () => {
  it('calls every function that electron/crypto offers', () => {
    const offered = files
      .filter(({ name }) => name.startsWith('electron/crypto/'))
      .flatMap(({ code }) => [...code.matchAll(/^export (?:async )?function\*? ?(\w+)|^export class (\w+)/gm)])
      .flatMap(([, name, kind]) => name ?? kind ?? [])
    expect(offered.length).toBeGreaterThan(50)
    const folder = join(projectRoot, 'test/boringSsl')
    const used = readdirSync(folder)
      .filter((name) => name.endsWith('Work.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8').replace(/^import[\s\S]*?from .*$/gm, ''))
      .join('\n')
    expect(offered.filter((name) => !new RegExp(`\\b${name}\\(`).test(used) && !inner.has(name))).toEqual([])
  })
})

/** Parts that the others are made of, not called by another room: reached through them. */
const inner = new Set(['certificatePaths', 'chunksOf', 'gathered', 'piecesOf', 'plainName', 'sameName', 'subjectName'])
