import { versionCode } from '../../domain/versionCode.ts'
import type { FrozenVersion } from './version.ts'

/**
 * Whether code and print belong together: the code follows from the print's hash. That the paper bears the code is asked of the
 * paper (`paperCheck.ts`); without both a signature would stand for a paper that has nothing to do with the records.
 */
export function isBoundToPrint({ printed, code }: FrozenVersion): boolean {
  return printed !== null && code !== null && versionCode(Buffer.from(printed, 'hex')) === code
}
