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
  readonly certificate: string | null
  readonly joins: string | null
}

/**
 * Per line the first signature of the person who is named, or of one who was joined to her when she signed. One key signs one
 * line, whoever is joined to whom. `signed`: in the log's order.
 */
export function lineSignatures<S extends Signature>(
  lines: readonly Line[],
  signed: readonly S[],
  people: People,
): ReadonlyMap<string, S> {
  const counting = new Map<string, S>()
  const used = new Set<string>()
  for (const event of signed) {
    const line = lines.find((one) => isOn(event, one) && maySign(event, one, people))
    const keys = [event.author, event.certificate].flatMap((key) => key ?? [])
    if (line === undefined || counting.has(line.id) || keys.some((key) => used.has(key))) continue
    counting.set(line.id, event)
    for (const key of keys) used.add(key)
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
