import type { ReadCertificate } from './certificate.ts'
import { sameName } from './sameName.ts'

/** `named`: where it ends, somebody has the name of the issuer and not his key. */
export type CertificatePath = {
  readonly path: readonly ReadCertificate[]
  /** It ends at an anchor. */
  readonly complete: boolean
  readonly named: boolean
}

type Sources = { readonly others: readonly ReadCertificate[]; readonly anchors: readonly ReadCertificate[] }

/** Ten authorities that certify each other across would have millions of paths: no honest chain asks for more links. */
const mostLinksTried = 400

/**
 * All ways from a certificate upwards, each link proved by the signature because names alone prove nothing; anchors are
 * tried first. A way that goes no further is given too. No certificate stands in a path twice.
 */
export function* certificatePaths(leaf: ReadCertificate, { others, anchors }: Sources): Generator<CertificatePath> {
  const sources = [...anchors, ...others]
  const anchored = new Set(anchors.map(({ bytes }) => bytes.toString('hex')))
  let tried = 0
  yield* upwards([leaf], leaf)

  function* upwards(path: readonly ReadCertificate[], top: ReadCertificate): Generator<CertificatePath> {
    const complete = anchored.has(top.bytes.toString('hex'))
    if (complete) yield { path, complete, named: true }
    const named = sources.filter((candidate) => sameName(candidate.parsed.subjectName, top.parsed.issuerName))
    let further = false
    for (const candidate of named) {
      if (path.some(({ bytes }) => bytes.equals(candidate.bytes))) continue
      if (tried === mostLinksTried) return
      tried += 1
      if (!top.node.verify(candidate.publicKey)) continue
      further = true
      yield* upwards([...path, candidate], candidate)
    }
    if (!complete && !further) yield { path, complete, named: named.length > 0 }
  }
}
