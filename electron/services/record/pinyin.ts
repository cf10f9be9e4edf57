import { pinyin } from 'pinyin-pro'

/**
 * Initials by which a Chinese text is found: 新建问题 → xjwt. Letters and digits stay, everything else is dropped.
 * A name read in several ways gets its commonest reading.
 */
export function pinyinInitials(text: string): string {
  return initials(text, {})
}

/** The same for a person, whose family name has a reading of its own: 曾 is z there, and c elsewhere. */
export function nameInitials(name: string): string {
  return initials(name, { mode: 'surname', surname: 'head' })
}

function initials(text: string, reading: { readonly mode?: 'surname'; readonly surname?: 'head' }): string {
  return pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive', ...reading })
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
}
