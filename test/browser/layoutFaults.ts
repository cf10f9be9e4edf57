import type { Page } from 'playwright-core'

/** Text that runs out of its box, is cut off without an ellipsis, leaves the window or lies upon other text. */
export function layoutFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(faultsOfLayout)
}

/** In the page. Sheets of a memo are laid out by their own rules and tested by themselves. */
function faultsOfLayout(): string[] {
  type Run = { readonly words: string; readonly box: DOMRect; readonly holder: Element }
  const slack = 1.5
  const faults: string[] = []
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth - clientWidth} px wider than the window`)
  const runs = visibleRuns()
  for (const { words, box, holder } of runs) {
    const part = shownPart(holder, box)
    if (part.right > clientWidth + slack || part.left < -slack) faults.push(`outside the window: ${words}`)
    const cut = cutBy(holder, box)
    if (cut !== undefined) faults.push(`cut off by ${nameOf(cut)}: ${words}`)
    const own = blockOf(holder)
    if (own.scrollWidth > own.clientWidth + slack && runsOut(own)) faults.push(`wider than ${nameOf(own)}: ${words}`)
  }
  runs.forEach((one, index) => {
    for (const other of runs.slice(index + 1))
      if (overlap(one, other)) faults.push(`“${one.words}” on “${other.words}”`)
  })
  return [...new Set(faults)]

  function visibleRuns(): Run[] {
    const found: Run[] = []
    // Behind a dialog nothing is to be read.
    const dialogs = document.querySelectorAll('[role=dialog]')
    const texts = document.createTreeWalker(dialogs.item(dialogs.length - 1) ?? document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode() !== null) {
      const holder = texts.currentNode.parentElement
      const words = texts.currentNode.textContent?.trim().slice(0, 24) ?? ''
      if (holder === null || words === '' || holder.closest('style, script, .docx-flow, .visually-hidden') !== null)
        continue
      if (!holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      if (holder.offsetWidth < 2 && holder.scrollWidth > 2) faults.push(`no room for: ${words}`)
      const range = document.createRange()
      range.selectNodeContents(texts.currentNode)
      for (const box of range.getClientRects())
        if (isSeen(holder, shownPart(holder, box))) found.push({ words, box, holder })
    }
    return found
  }

  /** What is left of a box inside everything that clips or scrolls it. */
  function shownPart(holder: Element, box: DOMRect): DOMRect {
    let { left, right, top, bottom } = box
    for (let at: Element | null = holder; at !== null; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at)
      const frame = at.getBoundingClientRect()
      if (overflowX !== 'visible') [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)]
      if (overflowY !== 'visible') [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)]
    }
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top))
  }

  /** Nothing opaque lies over its middle: what a dialog or a band covers is out of sight. */
  function isSeen(holder: Element, { left, top, width, height }: DOMRect): boolean {
    if (width < 2 || height < 2) return false
    for (const element of document.elementsFromPoint(left + width / 2, top + height / 2)) {
      if (element === holder || element.contains(holder)) return true
      if (getComputedStyle(element).backgroundColor !== 'rgba(0, 0, 0, 0)') return false
    }
    return false
  }

  function cutBy(holder: Element, box: DOMRect): Element | undefined {
    for (let at: Element | null = holder; at !== null; at = at.parentElement) {
      const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(at)
      if (textOverflow === 'ellipsis' || webkitLineClamp !== 'none') return undefined
      const frame = at.getBoundingClientRect()
      const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll'
      // What can be scrolled to is not cut.
      if (scrolls(overflowX)) return undefined
      if (overflowX !== 'visible' && (box.right > frame.right + slack || box.left < frame.left - slack)) return at
      if (scrolls(overflowY)) return undefined
      if (overflowY !== 'visible' && box.bottom > frame.bottom + 4) return at
    }
    return undefined
  }

  function blockOf(holder: Element): Element {
    let at = holder
    while (getComputedStyle(at).display === 'inline' && at.parentElement !== null) at = at.parentElement
    return at
  }

  function runsOut(block: Element): boolean {
    const { overflowX, textOverflow } = getComputedStyle(block)
    return textOverflow !== 'ellipsis' && overflowX !== 'auto' && overflowX !== 'scroll'
  }

  function overlap(one: Run, other: Run): boolean {
    if (one.holder === other.holder || one.holder.contains(other.holder) || other.holder.contains(one.holder))
      return false
    const [a, b] = [shownPart(one.holder, one.box), shownPart(other.holder, other.box)]
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
    return width > 3 && height > 6
  }

  function nameOf(element: Element): string {
    return `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`
  }
}
