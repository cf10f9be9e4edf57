import { createHash } from 'node:crypto'

/** Choices that are the same for the same seed, on every machine and whatever else is drawn elsewhere. */
export type Draw = {
  readonly bytes: (count: number) => Uint8Array
  /** A whole number from 0 up to, not including, `limit`. */
  readonly below: (limit: number) => number
  /** True so many times in a hundred. */
  readonly chance: (percent: number) => boolean
  readonly pick: <T>(items: readonly T[]) => T | undefined
  readonly choose: <T>(items: readonly [T, ...T[]]) => T
  readonly shuffle: <T>(items: readonly T[]) => T[]
  /** A UUIDv7 of that moment. */
  readonly id: (milliseconds: number) => string
}

export function drawFrom(seed: string): Draw {
  const bytes = stream(seed)
  function below(limit: number): number {
    return Buffer.from(bytes(4)).readUInt32BE() % limit
  }
  function pick<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : items[below(items.length)]
  }
  return {
    bytes,
    below,
    chance: (percent) => below(100) < percent,
    pick,
    choose: (items) => pick(items) ?? items[0],
    shuffle: (items) =>
      items
        .map((item) => ({ item, key: below(1_000_000) }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ item }) => item),
    id: (milliseconds) => idOf(milliseconds, bytes(10)),
  }
}

/** SHA-256 of the seed and a counter, byte after byte. */
function stream(seed: string): Draw['bytes'] {
  let block = Buffer.alloc(0)
  let blocks = 0
  return (count) => {
    while (block.length < count) {
      block = Buffer.concat([block, createHash('sha256').update(`${seed} ${blocks}`).digest()])
      blocks += 1
    }
    const taken = Uint8Array.from(block.subarray(0, count))
    block = block.subarray(count)
    return taken
  }
}

function idOf(milliseconds: number, random: Uint8Array): string {
  const time = Math.max(0, milliseconds).toString(16).padStart(12, '0')
  const rest = Buffer.from(random).toString('hex')
  const variant = '89ab'.charAt(Number.parseInt(rest.charAt(3), 16) % 4)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-${variant}${rest.slice(4, 7)}-${rest.slice(7, 19)}`
}
