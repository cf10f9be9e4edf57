import { onOneLine } from '../../electron/contract/text/textRule.ts'

/**
 * A field of one line drops the line ends of what is pasted into it, and words join: three lines of a list become one word.
 * Whatever such field it is, a blank takes their place. Passwords are taken as they are.
 */
export function pasteOnOneLine(event: ClipboardEvent): void {
  const field = event.target
  if (!(field instanceof HTMLInputElement) || !['text', 'search'].includes(field.type)) return
  const pasted = event.clipboardData?.getData('text/plain') ?? ''
  const line = onOneLine(pasted)
  if (line === pasted.trim()) return
  event.preventDefault()
  // As if it were typed: the form hears of it, and Ctrl+Z takes it back.
  document.execCommand('insertText', false, line)
}
