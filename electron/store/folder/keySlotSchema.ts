import * as z from 'zod'
import type { KeySlot } from '../../crypto/keySlot.ts'

const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/)

const box = z.strictObject({
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    n: z.int().min(1),
    r: z.int().min(1),
    p: z.int().min(1),
    salt: base64url.max(200),
  }),
  cipher: z.literal('aes-256-gcm'),
  nonce: base64url.max(100),
  ciphertext: base64url.max(10_000),
})

const password = z.strictObject({
  version: z.literal(1),
  kind: z.literal('password'),
  id: z.uuid(),
  person: z.uuid(),
  box,
})

const recovery = z.strictObject({
  version: z.literal(1),
  kind: z.literal('recovery'),
  id: z.uuid(),
  recipient: z.string().max(200),
  wrapped: z.string().max(10_000),
})

/** A key slot as `workspace.json` holds it; costs and lengths are judged by `crypto/` when a slot is opened. */
export const keySlotSchema: z.ZodType<KeySlot> = z.discriminatedUnion('kind', [password, recovery])
