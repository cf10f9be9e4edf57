import type { ChangeBody } from '../contract/change.ts'

/**
 * The body of a change of this version or an older one in today's words. It looks at one change alone, renames nouns and
 * fields one to one, adds constants to creations only, and never splits or drops; what is stored stays as it came. A
 * recorded log of each released version is a fixture.
 */
export function upcast(_version: number, body: ChangeBody): ChangeBody {
  return body
}
