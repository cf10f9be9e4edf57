import type { Name } from '@peculiar/x509'

/** RFC 5280 §7.1: names are the same whatever the kinds of their strings, their capitals and the number of their blanks. */
export function sameName(one: Name, other: Name): boolean {
  return bytesOf(one).equals(bytesOf(other)) || folded(one) === folded(other)
}

function bytesOf(name: Name): Buffer {
  return Buffer.from(name.toArrayBuffer())
}

function folded(name: Name): string {
  const relative = name.toJSON().map((attributes) =>
    Object.entries(attributes)
      .map(([type, values]) => `${type}=${values.map(foldedValue).toSorted().join('+')}`)
      .toSorted(),
  )
  return JSON.stringify(relative)
}

function foldedValue(value: string): string {
  return value.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase()
}
