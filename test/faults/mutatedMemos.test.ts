import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { readPackage, writePackage, type OpcPackage, type OpcPart } from '../../electron/opc/package.ts'
import { parseRelationships, relationshipSource } from '../../electron/opc/relationship.ts'
import { readZip } from '../../electron/opc/zip.ts'
import { writeZip } from '../../electron/opc/zipWriter.ts'
import { verifyDocx, type DocxVerification } from '../../electron/signature/verify.ts'
import { exampleMemo, renderMemo } from '../documents/exampleMemo.ts'
import { makeSignedMemo, signedAt, type SignedMemo } from '../signature/memo.ts'
import { drawing, extent, tell, type Draw } from './extent.ts'
import { mutated, pick, rearranged, tally, type Mutated } from './mutation.ts'

let memo: SignedMemo
let original: OpcPackage
let genuine: DocxVerification
beforeAll(async () => {
  const signers = ['李 明', '王芳'].map((name) => ({ name, role: '检查人员' }))
  memo = await makeSignedMemo('RSA-3072', 'P-256', undefined, await renderMemo(await exampleMemo({ signers })))
  original = await readPackage(memo.signed)
  genuine = await verify(memo.signed)
  if (genuine.verdict !== 'valid') throw new Error('the memo to be mutated is not valid')
})

function verify(docx: Uint8Array): Promise<DocxVerification> {
  return verifyDocx(docx, { at: signedAt, anchors: [memo.authority.der] })
}

type Outcome = DocxVerification['verdict'] | 'refused'

async function outcomeOf(docx: Uint8Array): Promise<Outcome> {
  try {
    return (await verify(docx)).verdict
  } catch (error) {
    if (isProblem(error)) return 'refused'
    throw error
  }
}

/** Mutates again and again; a survivor that `isSame` does not call the same memo is an acceptance that should not be. */
async function bombard(
  what: string,
  count: number,
  change: (draw: Draw) => Promise<Mutated>,
  isSame: (docx: Uint8Array) => Promise<boolean>,
): Promise<readonly string[]> {
  const draw = drawing(what)
  const { counts, add } = tally()
  const accepted: string[] = []
  for (let round = 0; round < count; round += 1) {
    const { how, bytes } = await change(draw)
    const outcome = await outcomeOf(bytes)
    if (outcome === 'valid') {
      const same = await isSame(bytes)
      add(same ? 'still the same memo' : 'accepted')
      if (!same) accepted.push(`${how} in round ${round}`)
    } else add(outcome)
  }
  tell(what, { ...counts, of: count })
  return accepted
}

/** Every part byte for byte, under the same name and content type: only records of the archive itself differ. */
async function isByteIdentical(docx: Uint8Array): Promise<boolean> {
  const { parts } = await readPackage(docx)
  return isDeepStrictEqual(sorted(parts), sorted(original.parts))
}

function sorted(parts: OpcPackage['parts']): readonly OpcPart[] {
  return [...parts.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Nobody signs document properties (Word leaves them out too), and white space between relationships or around a
 * signature's values means nothing. All else must be byte for byte what was signed, by the same people on the same lines.
 */
async function isSameToAReader(docx: Uint8Array): Promise<boolean> {
  const { parts } = await readPackage(docx)
  const found = await verify(docx)
  const read = (all: OpcPackage['parts']) =>
    sorted(all)
      .filter(({ name }) => !name.startsWith('/_xmlsignatures/') && !genuine.coverage.unsigned.includes(name))
      .map((part) =>
        relationshipSource(part.name) === undefined ? part : { ...part, bytes: parseRelationships(part.bytes) },
      )
  return isDeepStrictEqual(found, genuine) && isDeepStrictEqual(read(parts), read(original.parts))
}

describe('a signed memo mutated at random is never accepted as another', () => {
  test('any byte of the file: what survives has byte-identical parts', async () => {
    const change = async (draw: Draw) => mutated(memo.signed, draw)
    expect(await bombard('memos mutated', extent(40, 500), change, isByteIdentical)).toEqual([])
  })

  test('any byte of any part, packed anew: what survives says the same, signed by the same', async () => {
    const change = async (draw: Draw) => {
      const part = pick(
        [...original.parts.values()].filter(({ bytes }) => bytes.length > 100),
        draw,
      )
      const { how, bytes } = mutated(part.bytes, draw)
      const parts = new Map(original.parts).set(part.name, { ...part, bytes: new Uint8Array(bytes) })
      return { how: `${how} in ${part.name}`, bytes: Buffer.from(await writePackage({ parts })) }
    }
    expect(await bombard('memos mutated in a part', extent(40, 400), change, isSameToAReader)).toEqual([])
  })

  test('entries twice, gone, moved, renamed: only another order survives', async () => {
    const change = async (draw: Draw) => {
      const entries = (await readZip(memo.signed)).map((entry) => ({ ...entry, deflate: true }))
      const { how, entries: altered } = rearranged(entries, draw, (entry) => ({ ...entry, name: `${entry.name}x` }))
      return { how, bytes: Buffer.from(await writeZip(altered)) }
    }
    expect(await bombard('memos rearranged', extent(20, 100), change, isByteIdentical)).toEqual([])
  })
})
