import type { CDPSession, Locator } from 'playwright-core'
import { expect } from 'vitest'

/** Types as an input method does: a composition that changes letter by letter, then the text it ends in. */
export async function compose(field: Locator, steps: readonly string[], text: string): Promise<void> {
  await field.focus()
  const page = field.page()
  const ime: CDPSession = await page.context().newCDPSession(page)
  for (const step of steps) {
    await ime.send('Input.imeSetComposition', { text: step, selectionStart: step.length, selectionEnd: step.length })
  }
  await ime.send('Input.insertText', { text })
  await ime.detach()
  expect(await field.inputValue()).toBe(text)
}

/** Chinese written into an empty field, with the letters that a person strikes for it. */
export function write(field: Locator, text: string): Promise<void> {
  return compose(field, ['z', 'zh', 'zhong', 'zhong wen'], text)
}

/** What a list offers for the typed characters, taken with Enter. */
export async function pick(field: Locator, typed: string): Promise<void> {
  await field.fill(typed)
  await field.press('Enter')
}
