/** Which signature counts for which line, where one person may have been listed under several ids (decisions.md 84, 97). */

/** Whether two people are one: now, or by the joins that a signature names. */
export type People = {
  readonly isSame: (one: string, other: string) => boolean
  /** These joins lead from the one who is named to the other, whatever has become of them since. */
  readonly areLedBy: (joins: string | null, named: string, other: string) => boolean
}

/** Nobody is joined to anybody. */
export const noneJoined: People = { isSame: (one, other) => one === other, areLedBy: () => false }

type Line = { readonly id: string; readonly parent: string | null; readonly person: string | null }
type Signature = {
  readonly parent: string | null
  readonly author: string | null
  readonly signer: string | null
  readonly joins: string | null
}

/**
 * Per line the first signature of the person who is named, or of one who was joined to her when she signed. Who has signed one
 * line signs no other, whoever is joined to whom: her id is bound to one key. What a signature says of its certificate is not
 * asked, or a claim could take another's place. `signed`: in the log's order.
 */
export function lineSignatures<S extends Signature>(
  lines: readonly Line[],
  signed: readonly S[],
  people: People,
): ReadonlyMap<string, S> {
  const counting = new Map<string, S>()
  const used = new Set<string | null>()
  for (const event of signed) {
    const line = lines.find((one) => isOn(event, one) && maySign(event, one, people))
    if (line === undefined || counting.has(line.id) || used.has(event.author)) continue
    counting.set(line.id, event)
    used.add(event.author)
  }
  return counting
}

/** Written by nobody who is named on its line, or was joined to who is. */
export function isStranger(event: Signature, lines: readonly Line[], people: People): boolean {
  return !lines.some((line) => isOn(event, line) && maySign(event, line, people))
}

function isOn({ signer, parent }: Signature, line: Line): boolean {
  return signer === line.id && parent === line.parent
}

function maySign({ author, joins }: Signature, { person }: Line, { areLedBy }: People): boolean {
  if (author === null || person === null) return false
  return author === person || areLedBy(joins, person, author)
}
