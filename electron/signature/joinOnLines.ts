import { joiningObstacle, joinSignatures } from './join.ts'
import type { Reason } from './reason.ts'

/** A signature that arrived for a line, in the bytes in which it came. */
export type LineSignature = { readonly line: string; readonly xml: Uint8Array }

export type JoinedOnLines = {
  readonly docx: Uint8Array
  /** Of each signature in its place, why it was not put in; null: it was. */
  readonly obstacles: readonly (Reason | null)[]
}

/** The document with those signatures that can stand on their line; the others are named and left out. */
export async function joinOnLines(docx: Uint8Array, signatures: readonly LineSignature[]): Promise<JoinedOnLines> {
  const obstacles = signatures.map(({ line, xml }) => joiningObstacle(xml, line) ?? null)
  const joined = signatures.filter((_, index) => obstacles[index] === null)
  const texts = joined.map(({ xml }) => new TextDecoder().decode(xml)).toSorted()
  return { docx: await joinSignatures(docx, texts), obstacles }
}
