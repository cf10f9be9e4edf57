import { isProblem, Problem } from '../contract/problem/problem.ts'
import { fromPem, readCertificate, toPem } from './certificate/certificate.ts'
import type { Authority } from './certificate/certificateIssue.ts'
import type { ScryptCost } from './passwordBox.ts'
import { unwrapPrivateKey, wrapPrivateKey, type WrappedKey } from './personalKey.ts'
import { publicKeySpki } from './privateKey.ts'

/**
 * The text of `authority.mcca`: JSON of format, version, the chain as PEM and the key under a password of its own. Kept
 * apart from every workspace and opened only to enrol.
 */
export async function writeAuthorityFile(authority: Authority, password: string, cost: ScryptCost): Promise<string> {
  const file: AuthorityFile = {
    format: 'mingcha-authority',
    version: 1,
    chain: toPem(authority.chain),
    key: await wrapPrivateKey(authority.privateKey, password, cost),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** Problem `authority.unreadable` for anything but such a file, also when key and certificate do not belong together. */
export async function openAuthorityFile(text: string, password: string): Promise<Authority> {
  const { chain, key } = readFile(text)
  const privateKey = await unwrapPrivateKey(key, password).catch(asUnreadable)
  const own = chain[0]
  if (own === undefined || publicKeySpki(readCertificate(own).publicKey) !== publicKeySpki(privateKey))
    throw unreadable()
  return { chain, privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url') }
}

type AuthorityFile = {
  readonly format: 'mingcha-authority'
  readonly version: 1
  readonly chain: string
  readonly key: WrappedKey
}

function readFile(text: string): { readonly chain: readonly string[]; readonly key: WrappedKey } {
  try {
    const file = JSON.parse(text) as Partial<AuthorityFile>
    const chain = fromPem(file.chain ?? '')
    chain.forEach(readCertificate)
    if (file.format !== 'mingcha-authority' || file.version !== 1 || file.key === undefined) throw unreadable()
    return { chain, key: file.key }
  } catch {
    throw unreadable()
  }
}

function asUnreadable(error: unknown): never {
  throw isProblem(error) && error.kind !== 'password.wrong' ? unreadable() : error
}

function unreadable(): Problem {
  return new Problem('authority.unreadable', {})
}
