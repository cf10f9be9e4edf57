import type { ChangeLine } from '../contract/change.ts'
import { Problem } from '../contract/problem/problem.ts'
import type { ManifestRange } from '../contract/syncPackage.ts'
import { hashBirth, hashBody, hashHeader } from '../crypto/change.ts'
import { bodyJson } from './changeLines.ts'

/**
 * Checks that the lines of each range are one unbroken chain of headers: from the birth record, or from wherever the range
 * begins, up to the head that the manifest names; and that every body that is present is the one its header names.
 */
export class ChainCheck {
  readonly #links: readonly Link[]

  constructor(ranges: readonly ManifestRange[]) {
    this.#links = ranges.map((range) => ({ range, next: range.from, previous: startOf(range) }))
  }

  /** Problem `package.damaged` for a line that does not follow from the one before. */
  take(line: ChangeLine): void {
    const { header } = line
    const link = this.#links.find(({ range, next }) => range.birth.log === header.log && next === header.number)
    if (link === undefined || header.number > link.range.to) throw damaged()
    if (link.previous !== undefined && link.previous !== header.previous) throw damaged()
    if (
      line.state === 'present' &&
      hashBody(Buffer.from(line.salt, 'base64url'), bodyJson(line.body)) !== header.body
    ) {
      throw damaged()
    }
    link.next += 1
    link.previous = hashHeader(header)
  }

  /** Problem `package.damaged` for a range that does not end in its head. */
  end(): void {
    const ended = this.#links.every(({ range, next, previous }) => next === range.to + 1 && previous === range.head)
    if (!ended) throw damaged()
  }
}

type Link = { readonly range: ManifestRange; next: number; previous: string | undefined }

/** What the first header of a range must name; known only where the log begins. */
function startOf({ from, birth }: ManifestRange): string | undefined {
  return from === 1 ? hashBirth(birth) : undefined
}

function damaged(): Problem {
  return new Problem('package.damaged', {})
}
