import { sha256Hex } from '../../crypto/hash.ts'
import type { OpcPackage } from '../../opc/package.ts'

/**
 * The pictures of a document by their hashes. `docx` gets the hash in place of a picture, because it would hash and deflate every JPEG in
 * JavaScript, which takes longer than all the rest; the picture is put in its place afterwards.
 */
export type Pictures = ReadonlyMap<string, Uint8Array>

/** What stands for a picture: the same for the same picture, however often it is drawn. */
export function standInFor(jpeg: Uint8Array): Uint8Array {
  return new TextEncoder().encode(sha256Hex(jpeg))
}

export function picturesOf(jpegs: readonly Uint8Array[]): Pictures {
  return new Map(jpegs.map((jpeg) => [sha256Hex(jpeg), jpeg]))
}

export function withPictures(pkg: OpcPackage, pictures: Pictures): OpcPackage {
  const parts = new Map(pkg.parts)
  for (const [name, part] of pkg.parts) {
    const jpeg = name.startsWith('/word/media/') ? pictures.get(new TextDecoder().decode(part.bytes)) : undefined
    if (jpeg !== undefined) parts.set(name, { ...part, bytes: jpeg })
  }
  return { parts }
}
