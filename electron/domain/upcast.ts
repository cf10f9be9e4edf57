import { schemaVersion } from '../contract/catalogue/catalogue.ts'
import type { ChangeBody } from '../contract/change.ts'

/**
 * The body of a change in today's words. A recorded log of each released version is a fixture; version 1 is the first,
 * so nothing needs translating yet. undefined: the change was written by a newer program and waits for the upgrade.
 */
export function upcast(version: number, body: ChangeBody): ChangeBody | undefined {
  return version > schemaVersion ? undefined : body
}
