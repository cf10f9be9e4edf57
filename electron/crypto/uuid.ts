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

/**
 * UUIDv8 (RFC 9562 §5.8) of a time and a digest of at least 10 bytes: 48 bits of the time, then 74 bits of the digest. Ids of
 * one maker come in the order of their making, as those of version 7 do, and whoever knows what was digested can check one.
 */
export function uuidV8(milliseconds: number, digest: Uint8Array): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(milliseconds, 0, 6)
  bytes.set(digest.subarray(0, 10), 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Whether this id is the one of version 8 that the digest gives, at whatever time. */
export function isUuidV8Of(id: string, digest: Uint8Array): boolean {
  return uuidV8(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16), digest) === id
}

/** The digit that says how an id was made. */
export function uuidVersion(id: string): string | undefined {
  return id[14]
}
