import { v5, v7 } from 'uuid'

/** UUIDv7 (RFC 9562 §5.7) of a time and 16 random bytes, both given by the caller. */
export function uuidV7(milliseconds: number, random: Uint8Array): string {
  if (random.length !== 16) throw new RangeError('a UUID takes 16 random bytes')
  return v7({ msecs: milliseconds, random })
}

/** UUIDv5 (RFC 9562 §5.5): the same namespace and name give the same id everywhere. */
export function uuidV5(namespace: string, name: string): string {
  return v5(name, namespace)
}
