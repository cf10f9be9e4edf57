import { codeMark, versionCode } from '../../domain/versionCode.ts'
import { readPackage } from '../../opc/package.ts'
import type { FrozenVersion } from './version.ts'

/**
 * Whether print, code and paper belong together: the code follows from the print's hash, and every footer of the document
 * shows it. Otherwise a signature would stand for a paper that has nothing to do with the records.
 */
export async function isBoundToPrint(version: FrozenVersion, docx: Uint8Array): Promise<boolean> {
  const { printed, code } = version
  if (printed === null || code === null || versionCode(Buffer.from(printed, 'hex')) !== code) return false
  const footers = [...(await readPackage(docx)).parts.values()].filter(({ contentType }) => contentType === footerType)
  return footers.length > 0 && footers.every(({ bytes }) => textOf(bytes).includes(codeMark(code)))
}

const footerType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml'

function textOf(xml: Uint8Array): string {
  return new TextDecoder().decode(xml).replaceAll(/<[^>]*>/g, '')
}
