import { digest, signBytes } from '../../electron/crypto/signatureAlgorithm.ts'
import { childElements, parseXml } from '../../electron/opc/xml.ts'
import { findHash } from '../../electron/signature/algorithm.ts'
import { canonicalize, inclusive } from '../../electron/signature/canonical.ts'
import { readCanonicalMethod } from '../../electron/signature/reference.ts'
import type { Identity } from './identity.ts'

/** One way to write a signature otherwise than this program does, before its signer signs it. */
export type Rewriting = (xml: string) => string

/**
 * A signature with all its digests and its value made anew by the signer's own key: what he signs himself holds, whatever it says.
 * What cannot be reckoned, as under a method that nobody knows, stays as it is.
 */
export function resigned(xml: string, { privateKey }: Identity, rewrite: Rewriting): string {
  const rewritten = rewrite(xml)
  if (rewritten === xml) throw new Error('nothing was rewritten')
  const digested = rewritten.replace(/<SignedInfo[\s\S]*?<\/SignedInfo>/, (info) =>
    info.replace(/<Reference [\s\S]*?<\/Reference>/g, (reference) => withDigest(rewritten, reference)),
  )
  const info = elementsOf(digested).find(({ localName }) => localName === 'SignedInfo')
  const form = info && childElements(info).find(({ localName }) => localName === 'CanonicalizationMethod')
  const method = form && readCanonicalMethod(form)
  if (info === undefined || method === undefined) return digested
  const value = signBytes({ key: 'ec', hash: 'sha256' }, privateKey, Buffer.from(canonicalize(info, method)))
  return digested.replace(/(<SignatureValue>)[^<]*/, `$1${value.toString('base64')}`)
}

function withDigest(xml: string, reference: string): string {
  const id = /URI="#([^"]*)"/.exec(reference)?.[1]
  const hash = findHash(/<DigestMethod Algorithm="([^"]*)"/.exec(reference)?.[1] ?? '')
  const target = elementsOf(xml).find((element) => element.getAttribute('Id') === id)
  const transform = /<Transform [\s\S]*?<\/Transform>/.exec(reference)?.[0]
  const method = transform === undefined ? inclusive : readCanonicalMethod(rootOf(transform))
  if (id === undefined || hash === undefined || target === undefined || method === undefined) return reference
  const value = digest(hash, canonicalize(target, { ...method, comments: false })).toString('base64')
  return reference.replace(/(<DigestValue>)[^<]*/, `$1${value}`)
}

function rootOf(xml: string) {
  const root = parseXml(Buffer.from(xml)).documentElement
  if (root === null) throw new Error('no root')
  return root
}

function elementsOf(xml: string) {
  return Array.from(rootOf(xml).getElementsByTagName('*'))
}
