import type { Draw } from './extent.ts'

export type Mutated = { readonly how: string; readonly bytes: Buffer }

/** The bytes changed at random in one of the ways in which media and people change them; never the same bytes. */
export function mutated(bytes: Uint8Array, draw: Draw): Mutated {
  for (;;) {
    const [how, change] = pick(kinds, draw)
    const result = change(Buffer.from(bytes), draw)
    if (!result.equals(bytes)) return { how, bytes: result }
  }
}

export function pick<T>(all: readonly T[], { below }: Draw): T {
  const chosen = all[below(all.length)]
  if (chosen === undefined) throw new RangeError('there is nothing to choose from')
  return chosen
}

type Change = (bytes: Buffer, draw: Draw) => Buffer

const kinds: readonly (readonly [string, Change])[] = [
  ['a bit flipped', flipped],
  ['a bit flipped near the beginning', (bytes, draw) => flipped(bytes, draw, 600)],
  ['a bit flipped near the end', (bytes, { below }) => flip(bytes, bytes.length - 1 - below(600), below(8))],
  ['several bytes overwritten', overwritten],
  ['cut short', (bytes, { below }) => bytes.subarray(0, below(bytes.length))],
  ['cut short by a little', (bytes, { below }) => bytes.subarray(0, bytes.length - 1 - below(100))],
  ['something appended', (bytes, { below }) => Buffer.concat([bytes, Buffer.alloc(1 + below(700), below(256))])],
  ['something inserted', inserted],
  ['a stretch removed', removed],
  ['a stretch repeated', repeated],
  ['two stretches swapped', swapped],
  ['a stretch zeroed', zeroed],
]

function flipped(bytes: Buffer, { below }: Draw, within = bytes.length): Buffer {
  return flip(bytes, below(Math.min(within, bytes.length)), below(8))
}

function flip(bytes: Buffer, at: number, bit: number): Buffer {
  const place = Math.max(0, at)
  bytes[place] = (bytes[place] ?? 0) ^ (1 << bit)
  return bytes
}

function overwritten(bytes: Buffer, { below }: Draw): Buffer {
  const count = 2 + below(6)
  for (let index = 0; index < count; index += 1) bytes[below(bytes.length)] = below(256)
  return bytes
}

function inserted(bytes: Buffer, { below }: Draw): Buffer {
  const at = below(bytes.length)
  return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + below(40), below(256)), bytes.subarray(at)])
}

function removed(bytes: Buffer, { below }: Draw): Buffer {
  const at = below(bytes.length)
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(600))])
}

function repeated(bytes: Buffer, { below }: Draw): Buffer {
  const at = below(bytes.length)
  const end = at + 1 + below(600)
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end)])
}

function swapped(bytes: Buffer, { below }: Draw): Buffer {
  const length = 1 + below(64)
  const [a, b] = [below(bytes.length - length), below(bytes.length - length)]
  const first = Buffer.from(bytes.subarray(a, a + length))
  bytes.copy(bytes, a, b, b + length)
  first.copy(bytes, b)
  return bytes
}

function zeroed(bytes: Buffer, { below }: Draw): Buffer {
  const at = below(bytes.length)
  return bytes.fill(0, at, Math.min(bytes.length, at + 1 + below(2000)))
}

/** Something done to a list of entries: one of them twice, gone, moved, or renamed. */
export function rearranged<E>(entries: readonly E[], draw: Draw, rename: (entry: E) => E): Rearranged<E> {
  const at = draw.below(entries.length)
  const to = draw.below(entries.length)
  const entry = entries[at]
  if (entry === undefined) throw new RangeError('there is no entry')
  const without = entries.toSpliced(at, 1)
  return pick(
    [
      { how: 'an entry twice', entries: entries.toSpliced(to, 0, entry) },
      { how: 'an entry gone', entries: without },
      { how: 'an entry moved', entries: without.toSpliced(to === at ? (at + 1) % entries.length : to, 0, entry) },
      { how: 'an entry renamed', entries: entries.toSpliced(at, 1, rename(entry)) },
    ],
    draw,
  )
}

export type Rearranged<E> = { readonly how: string; readonly entries: readonly E[] }

/** How often each outcome came, by name. */
export function tally() {
  const counts: Record<string, number> = {}
  return {
    counts,
    add: (outcome: string) => {
      counts[outcome] = (counts[outcome] ?? 0) + 1
    },
  }
}
