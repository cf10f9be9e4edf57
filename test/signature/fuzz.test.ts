import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { readPackage, withPart, writePackage, type OpcPackage } from '../../electron/opc/package.ts'
import { verifyDocx, type DocxVerification } from '../../electron/signature/verify.ts'
import { makeSignedMemo, signedAt, type SignedMemo } from './memo.ts'

let memo: SignedMemo
let pkg: OpcPackage
let before: DocxVerification
beforeAll(async () => {
  memo = await makeSignedMemo('RSA-2048', 'P-256')
  pkg = await readPackage(memo.signed)
  before = await verifyDocx(memo.signed, { at: signedAt, anchors: [memo.authority.der] })
})

/** One byte changed, removed or added, or a stretch cut out, at a place given as a fraction of the length. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.constantFrom('flip', 'set', 'remove', 'insert', 'cut'),
  value: fc.integer({ min: 1, max: 255 }),
})
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

describe('whatever byte is changed, a signed memo never verifies as something else', () => {
  it('in the archive', async () => {
    // Dates and attributes in the archive’s own records mean nothing and may change.
    const property = fc.asyncProperty(mutation, async (change) => {
      const found = await outcome(mutate(memo.signed, change))
      return found?.verdict !== 'valid' || isDeepStrictEqual(found, before)
    })
    await expect(fc.assert(property, { numRuns: 200, seed: 20141121 })).resolves.toBeUndefined()
  })

  it('in a signed part or its relationships', async () => {
    const names = [...pkg.parts.values()].filter(({ name, bytes }) => isSigned(name) && bytes.length > 0)
    const property = fc.asyncProperty(fc.constantFrom(...names), mutation, async ({ name }, change) => {
      const found = await outcome(await withMutated(name, change))
      // White space and comments in a relationship part mean nothing and may change.
      const harmless = name.endsWith('.rels') && isDeepStrictEqual(found, before)
      return harmless || found === undefined || found.verdict === 'broken'
    })
    await expect(fc.assert(property, { numRuns: 60, seed: 20141122 })).resolves.toBeUndefined()
  })

  it('in a signature or the list of signatures', async () => {
    const names = [...pkg.parts.values()].filter(({ name, bytes }) => isSigning(name) && bytes.length > 0)
    const property = fc.asyncProperty(fc.constantFrom(...names), mutation, async ({ name }, change) => {
      const found = await outcome(await withMutated(name, change))
      return found?.verdict !== 'valid' || isDeepStrictEqual(meaning(found), meaning(before))
    })
    await expect(fc.assert(property, { numRuns: 60, seed: 20141123 })).resolves.toBeUndefined()
  })
})

function isSigning(name: string): boolean {
  return name.startsWith('/_xmlsignatures/') || name === '/_rels/.rels'
}

function isSigned(name: string): boolean {
  return !isSigning(name) && !name.startsWith('/docProps/')
}

/** undefined: refused with a Problem. Any other error fails the test. */
async function outcome(docx: Uint8Array): Promise<DocxVerification | undefined> {
  try {
    return await verifyDocx(docx, { at: signedAt, anchors: [memo.authority.der] })
  } catch (error) {
    if (isProblem(error)) return undefined
    throw error
  }
}

async function withMutated(name: string, change: Mutation): Promise<Uint8Array> {
  const part = pkg.parts.get(name)
  if (part === undefined) throw new Error(`no part ${name}`)
  return writePackage(withPart(pkg, { ...part, bytes: mutate(part.bytes, change) }))
}

function mutate(bytes: Uint8Array, { at, kind, value }: Mutation): Uint8Array {
  const index = Math.floor(at * bytes.length)
  const head = bytes.slice(0, index)
  const tail = bytes.slice(index)
  if (kind === 'insert') return Buffer.concat([head, Buffer.from([value]), tail])
  if (kind === 'remove') return Buffer.concat([head, tail.slice(1)])
  if (kind === 'cut') return Buffer.concat([head, tail.slice(value)])
  const changed = new Uint8Array(bytes)
  const old = changed[index] ?? 0
  changed[index] = kind === 'flip' ? old ^ value : (old + value) % 256
  return changed
}

/** What a person reads out of a verification; where a signature part lies in the package is none of it. */
function meaning({ verdict, signatures, lines, coverage, reasons }: DocxVerification) {
  return { verdict, signatures: signatures.map(({ part: _, ...rest }) => rest), lines, coverage, reasons }
}
