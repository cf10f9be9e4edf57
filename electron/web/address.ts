import type { IncomingHttpHeaders } from 'node:http'

/** Where the host listens, and under which names a browser may speak to it. */
export type Listening = { readonly port: number; readonly names: readonly string[] }

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'] as const

export function isLoopback(address: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(address) || address === '::1' || address === 'localhost'
}

/** The names under which a browser reaches an address; a host beyond loopback is told its public names. */
export function namesOf(address: string, publicNames: readonly string[]): readonly string[] {
  return isLoopback(address) ? loopbackNames : publicNames
}

/**
 * A page of another site that points its own name at 127.0.0.1 (DNS rebinding) sends that name as Host; a page that posts
 * across sends its own Origin. Both must be one of ours. Whatever changes something must say where it comes from.
 */
export function isOurs(method: string, headers: IncomingHttpHeaders, { port, names }: Listening): boolean {
  const hosts = names.map((name) => (port === 80 ? name : `${name}:${port}`))
  const host = headers.host?.toLowerCase()
  if (host === undefined || !hosts.includes(host)) return false
  const { origin } = headers
  const reads = method === 'GET' || method === 'HEAD'
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && !(reads && site === 'none')) return false
  return origin === undefined ? reads : origin.toLowerCase().replace(/^https?:\/\//, '') === host
}
