import { randomBytes, sha256Hex } from '../crypto/hash.ts'

/** What a token stands for; the services' connection fits it. */
export type Closable = { close(): Promise<void> }

export type Sessions<C extends Closable> = {
  /** A new single-use code, good for ten minutes. */
  issueCode(): string
  /** Trades a code for a token; the code is dead afterwards. Undefined when it is unknown, used or too old. */
  exchange(code: string): Promise<string | undefined>
  /** The connection of a token, and a note that the token was used now. */
  find(token: string): C | undefined
  close(): Promise<void>
}

const codeLifetime = 10 * 60_000
/** A tab that asked for nothing for this long is taken for closed: no token lives for ever. */
const tokenIdleLimit = 12 * 60 * 60_000

/**
 * Codes and tokens are 256 random bits and are kept and looked up by their SHA-256 only: how long a look-up takes says
 * nothing of the secret, and a memory dump does not hold it.
 */
export function createSessions<C extends Closable>(now: () => number, connect: () => C): Sessions<C> {
  const codes = new Map<string, number>()
  const tabs = new Map<string, { readonly connection: C; usedAt: number }>()

  async function dropOld(): Promise<void> {
    for (const [code, expires] of codes) if (expires <= now()) codes.delete(code)
    for (const [token, tab] of tabs) if (tab.usedAt + tokenIdleLimit <= now()) await endTab(token)
  }

  async function endTab(hash: string): Promise<void> {
    const tab = tabs.get(hash)
    tabs.delete(hash)
    await tab?.connection.close()
  }

  return {
    issueCode() {
      const code = newSecret()
      codes.set(sha256Hex(code), now() + codeLifetime)
      return code
    },
    async exchange(code) {
      await dropOld()
      if (!codes.delete(sha256Hex(code))) return undefined
      const token = newSecret()
      tabs.set(sha256Hex(token), { connection: connect(), usedAt: now() })
      return token
    },
    find(token) {
      const tab = tabs.get(sha256Hex(token))
      if (tab === undefined || tab.usedAt + tokenIdleLimit <= now()) return undefined
      tab.usedAt = now()
      return tab.connection
    },
    async close() {
      codes.clear()
      for (const hash of tabs.keys()) await endTab(hash)
    },
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
