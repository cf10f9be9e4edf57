import type { Page } from 'playwright-core'

/** What of a form takes the focus by Tab and is then not to be seen: under a bar, outside the window, behind something else. */
export function coveredControls(page: Page): Promise<readonly string[]> {
  return page.evaluate(covered)
}

/** In the page; the focus goes through all of it and comes back. */
function covered(): string[] {
  const before = document.activeElement
  const dialogs = document.querySelectorAll('[role=dialog]')
  const root = dialogs.item(dialogs.length - 1) ?? document.body
  // Open choices lie over the fields until Tab closes them.
  if (root.querySelector('[role=combobox][aria-expanded=true]') !== null) return []
  const selector = 'form :is(a[href], button, input, textarea, select, [tabindex])'
  const stops = [...root.querySelectorAll<HTMLElement>(selector)].filter(
    (stop) => stop.tabIndex >= 0 && !stop.matches(':disabled') && stop.checkVisibility({ visibilityProperty: true }),
  )
  const faults: string[] = []
  for (const stop of stops) {
    stop.focus()
    // A widget that hands the focus on, or takes none, is not what a person stops at.
    if (document.activeElement !== stop) continue
    const { left, top, width, height } = stop.getBoundingClientRect()
    // Of what is larger than the window the upper part is looked at.
    const [x, y] = [left + width / 2, top + Math.min(height / 2, 14)]
    if (width < 2 || height < 2) continue
    const hit = document.elementFromPoint(x, y)
    const isSeen = hit !== null && (hit.contains(stop) || stop.contains(hit) || hit.closest('label')?.contains(stop))
    if (isSeen !== true) faults.push(`covered: ${nameOf(stop)} by ${hit === null ? 'the edge' : nameOf(hit)}`)
  }
  if (before instanceof HTMLElement) before.focus()
  return faults

  function nameOf(element: Element): string {
    const words = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 20) ?? ''
    return `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} ${words}`
  }
}
