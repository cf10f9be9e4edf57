import { foldedTight, withoutUnseen } from '../../contract/text/folding.ts'

/** A name or code as it is compared: width, capitals, blanks and what nobody sees make no other name. */
export function foldedName(text: string | null | undefined): string {
  return foldedTight(text ?? '')
}

/** A code as it is kept: without blanks and without what nobody sees; null where nothing is left. */
export function keptCode(text: string): string | null {
  const kept = withoutUnseen(text)
  return kept === '' ? null : kept
}
