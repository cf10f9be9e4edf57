import type { Page } from 'playwright-core'

/** What may stand in Latin letters on a Chinese page: names of formats and keys, endings of files, codes of records. */
const allowed = [
  // A file's name is its owner's affair.
  /[^\s“”：，。、（）《》]*\.(jpg|jpeg|png|heic|pdf|docx|xlsx|json|zip|pem|exe|txt|mcsync|mcreq|mcans)(?![A-Za-z])/gi,
  /(?<![A-Za-z])(Ctrl|Alt|Shift|Enter|Esc|Home|End|PageUp|PageDown|F\d{1,2})(?![A-Za-z])/g,
  /(?<![A-Za-z])(SHA-256|EXIF|GPS|JPEG|PNG|PDF|Word|KB|MB|GB)(?![A-Za-z])/g,
  // Codes of risk points, a version's code, a file's fingerprint, pinyin initials in an example.
  /(?<![A-Za-z])(XZ|GB|DN|ZF|NF|ZJ|ZG)-\d+/g,
  /(?<![A-Z0-9])[A-Z2-7]{5}-[A-Z2-7]{5}(?![A-Z0-9])/g,
  // The letters of a number given before enrolment.
  /临[0-9a-z]{4}/g,
  /[0-9a-f]{64}|(?:[0-9a-f]{8} ){7}[0-9a-f]{8}/g,
  /(?<=首字母.{0,12})(xjjc|swzr)/g,
  // What the camera of the demo calls itself.
  /Mingcha Drill Camera/g,
] as const

/** Words in Latin letters that a person sees or is read out, each with where it stands. */
export async function foreignWords(page: Page): Promise<readonly string[]> {
  const said = await page.evaluate(wordsOfPage)
  return said.flatMap(({ text, place }) => {
    const rest = allowed.reduce((left, pattern) => left.replaceAll(pattern, ' '), text)
    const found = rest.match(/[A-Za-z]{2,}/g)
    return found === null ? [] : [`${found.join(' ')} in ${place}: ${text.slice(0, 60)}`]
  })
}

/** In the page: all text that is drawn, and what stands in the attributes that are shown or read out. */
function wordsOfPage(): { text: string; place: string }[] {
  const attributes = ['placeholder', 'title', 'aria-label', 'aria-description', 'aria-valuetext', 'alt'] as const
  const found: { text: string; place: string }[] = []
  for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
    if (element.closest('script, style, .docx-flow') !== null || !element.checkVisibility({ visibilityProperty: true }))
      continue
    const place = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`
    for (const name of attributes) {
      const text = element.getAttribute(name)
      // What is hidden from a screen reader is not read out; a title is still shown.
      if (text === null || (name.startsWith('aria') && element.closest('[aria-hidden=true]') !== null)) continue
      found.push({ text, place: `${place}[${name}]` })
    }
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
    const text = own.map(({ textContent }) => textContent ?? '').join('')
    if (text.trim() !== '') found.push({ text, place })
  }
  return [...found, { text: document.title, place: 'title' }]
}
