import { Problem } from '../../electron/contract/problem/problem.ts'
import { demoParts, type DemoPart } from '../../electron/contract/workspace.ts'
import { onDesktop } from './desktop.ts'

const tokenKey = 'mingcha.token'
const demoKey = 'mingcha.demo'
const workspaceKey = 'mingcha.lastWorkspace'

/**
 * Trades the single-use code of the address for this tab's token and takes the code out of the address bar. On the
 * desktop there is neither. Problems session.codeInvalid, session.missing, host.unreachable.
 */
export async function startSession(): Promise<void> {
  if (onDesktop) return
  // A new address typed into a tab that shows the old one changes nothing but the fragment: the page begins anew.
  window.addEventListener('hashchange', () => {
    if (fragment().has('code')) location.reload()
  })
  const asked = fragment()
  const code = asked.get('code')
  if (code !== null) {
    history.replaceState(null, '', location.pathname)
    wantDemo(demoParts.find((part) => part === asked.get('demo')))
    sessionStorage.setItem(tokenKey, await exchange(code))
  }
  if (sessionStorage.getItem(tokenKey) === null) throw new Problem('session.missing', {})
}

export function authorization(): Record<string, string> {
  return { authorization: `Bearer ${sessionStorage.getItem(tokenKey) ?? ''}` }
}

/** A second tab is a session of its own: it starts with a new code, not with this tab's token. `demo`: the part of the 演练 it opens. */
export async function openSecondTab(demo?: DemoPart): Promise<void> {
  const response = await ask('/session/again', { method: 'POST', headers: authorization() })
  if (!response.ok) throw new Problem('session.missing', {})
  const { code } = (await response.json()) as { readonly code: string }
  const opened = new URLSearchParams({ code, ...(demo && { demo }) })
  window.open(`${location.pathname}#${opened}`, '_blank', 'noopener')
}

function fragment(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1))
}

/** The workspace that this window showed last; in a new window, the one that any window of this machine did. */
export function lastWorkspace(): string | null {
  return sessionStorage.getItem(workspaceKey) ?? localStorage.getItem(workspaceKey)
}

/** Tells which workspace this window showed before. */
export function enterWorkspace(id: string): string | null {
  const before = sessionStorage.getItem(workspaceKey)
  for (const storage of [sessionStorage, localStorage]) storage.setItem(workspaceKey, id)
  return before
}

/** The first page opens this part of the 演练 the next time it is shown. */
export function wantDemo(part: DemoPart | undefined): void {
  if (part !== undefined) sessionStorage.setItem(demoKey, part)
}

/** Which part of the 演练 the first page should open, told once. */
export function takeWantedDemo(): DemoPart | undefined {
  const kept = sessionStorage.getItem(demoKey)
  sessionStorage.removeItem(demoKey)
  return demoParts.find((part) => part === kept)
}

async function exchange(code: string): Promise<string> {
  const response = await ask('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })
  if (!response.ok) {
    // A reloaded or restored tab may still hold its token though its code is spent.
    const kept = sessionStorage.getItem(tokenKey)
    if (kept !== null) return kept
    throw new Problem('session.codeInvalid', {})
  }
  return ((await response.json()) as { readonly token: string }).token
}

/** A refused session and a host that has gone become Problems, so that every screen shows them the same way. */
export async function ask(input: Request | string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(input, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem('host.unreachable', {})
  }
  if (response.status === 403) throw new Problem('session.foreign', {})
  return response
}
