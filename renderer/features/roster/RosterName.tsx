import { alsoKnown, nameOf, type RosterRow } from './rosterForm.ts'

/** The name, and quietly what else the same one is called. */
export function RosterName({ row }: { readonly row: RosterRow }) {
  const also = alsoKnown(row)
  return (
    <>
      {nameOf(row)}
      {also !== '' && <span className="roster-also">　{also}</span>}
    </>
  )
}
