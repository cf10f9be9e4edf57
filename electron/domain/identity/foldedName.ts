/**
 * A name or code as it is compared: full width and half width, capitals, blanks and what nobody sees make no other name. By
 * Unicode's properties, not by a list of characters that were met.
 */
export function foldedName(text: string | null | undefined): string {
  return (text ?? '').toWellFormed().normalize('NFKC').toLowerCase().replaceAll(unseen, '')
}

/** A code as it is kept: without blanks and without what nobody sees; null where nothing is left. */
export function keptCode(text: string): string | null {
  const kept = text.replaceAll(unseen, '')
  return kept === '' ? null : kept
}

const unseen = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{C}]/gu
