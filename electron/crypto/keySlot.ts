import { hkdfSync } from 'node:crypto'
import { Problem } from '../contract/problem/problem.ts'
import { closeBox, openBox, type PasswordBox, type ScryptCost } from './passwordBox.ts'

/**
 * One way into a workspace: its 32-byte key, wrapped for one person (password) or for headquarters (recovery: an age
 * file in base64 around the key). JSON; the formats are final.
 */
export type KeySlot = PasswordSlot | RecoverySlot

export type PasswordSlot = {
  readonly version: 1
  readonly kind: 'password'
  readonly id: string
  readonly person: string
  readonly box: PasswordBox
}

export type RecoverySlot = {
  readonly version: 1
  readonly kind: 'recovery'
  readonly id: string
  readonly recipient: string
  readonly wrapped: string
}

export const workspaceKeySize = 32

export async function makeKeySlot(slot: {
  readonly id: string
  readonly person: string
  readonly password: string
  readonly workspaceKey: Uint8Array
  readonly cost: ScryptCost
}): Promise<PasswordSlot> {
  const { id, person, password, workspaceKey, cost } = slot
  if (workspaceKey.length !== workspaceKeySize) throw new RangeError('a workspace key has 32 bytes')
  const box = await closeBox(workspaceKey, password, cost, boundTo({ id, person }))
  return { version: 1, kind: 'password', id, person, box }
}

/** The workspace key. Problem `password.wrong`; `key.unreadable` where the slot is not one this program writes. */
export async function openKeySlot(slot: KeySlot, password: string): Promise<Uint8Array> {
  if (slot.version !== 1 || slot.kind !== 'password') throw new Problem('key.unreadable', {})
  const workspaceKey = await openBox(slot.box, password, boundTo(slot))
  if (workspaceKey.length !== workspaceKeySize) throw new Problem('key.unreadable', {})
  return workspaceKey
}

/** A 32-byte key for one purpose by HKDF-SHA-256 (RFC 5869), so that no key serves two ends. */
export function deriveKey(workspaceKey: Uint8Array, purpose: string, salt: Uint8Array = new Uint8Array()): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', workspaceKey, salt, `mingcha/1/${purpose}`, 32))
}

function boundTo({ id, person }: { readonly id: string; readonly person: string }) {
  return { format: 'mingcha-key-slot', version: 1, id, person }
}
