import type { EventValues, RowEntity, RowValues, rows } from '../contract/catalogue/catalogue.ts'

/** A row as shown, without the store's own columns. */
export type PlainRow<E extends RowEntity> = RowValues<E> & { readonly id: string; readonly parent: string | null }
export type NumberedRow<E extends RowEntity> = PlainRow<E> & { readonly number: string }
/** With its visible number, where its noun has one. */
export type ReadRow<E extends RowEntity> = (typeof rows)[E] extends { readonly numbered: true }
  ? NumberedRow<E>
  : PlainRow<E>

/** One record that must be put right before a paper can be frozen, with the names of what is missing. */
export type Obstacle = {
  readonly entity: 'document' | 'visit' | 'finding'
  readonly id: string
  /** What a person calls it: 备忘录, 检查, or the finding's number and title. */
  readonly name: string
  readonly missing: readonly string[]
}

/** One who is to sign a paper. */
export type RequiredSigner = {
  /** null: signs on paper only. */
  readonly person: string | null
  readonly name: string
  readonly role: NonNullable<EventValues<'documentSigner'>['role']>
  /** Order of the signature lines, from 1. */
  readonly place: number
}

/** Who issued the last paper of a kind, where somebody is named: the next one begins with it. */
export function lastIssuer(
  earlier: readonly Pick<PlainRow<'document'>, 'issuer' | 'issuedOn'>[],
): Pick<Partial<RowValues<'document'>>, 'issuer'> {
  const [last] = earlier
    .filter(({ issuer }) => issuer !== null && issuer.trim() !== '')
    .toSorted((a, b) => (b.issuedOn ?? '').localeCompare(a.issuedOn ?? ''))
  return last === undefined ? {} : { issuer: last.issuer }
}
