/**
 * Nothing but this host's own files runs or loads. style-src allows inline styles because antd injects its styles at run
 * time (decisions.md 35; the README says so); scripts are never inline.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** On every answer, whatever it is. */
export const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), display-capture=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** A file that came from outside must not run anything, even opened by itself. */
export const fileContentSecurityPolicy = "default-src 'none'; sandbox"

/** The names of built files change with their content; the page that names them does not. */
export function cachingOf(path: string): string {
  const hashed = /[\\/]assets[\\/]/.test(path)
  return hashed ? 'public, max-age=31536000, immutable' : 'no-cache'
}
