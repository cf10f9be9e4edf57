import { codeMark } from '../../domain/versionCode.ts'
import { readPackage } from '../../opc/package.ts'
import { joinOnLines, type LineSignature } from '../../signature/joinOnLines.ts'
import type { Reason } from '../../signature/reason.ts'
import { verifyDocx, type DocxVerification, type Trust } from '../../signature/verify.ts'

export type PaperQuestion = {
  readonly docx: Uint8Array
  readonly signatures: readonly LineSignature[]
  /** `arrivals` of all signatures; those that are left out are not asked for. */
  readonly trust: Trust
  /** What the footers are to bear. */
  readonly code: string
}

export type PaperAnswer = {
  readonly verification: DocxVerification
  readonly obstacles: readonly (Reason | null)[]
  readonly isMarked: boolean
}

/** All that is asked of the bytes of a paper, in one call of a thread apart: they may have come from anybody. */
export async function checkPaper({ docx, signatures, trust, code }: PaperQuestion): Promise<PaperAnswer> {
  const joined = await joinOnLines(docx, signatures)
  const leftOut = new Set(signatures.filter((_, index) => joined.obstacles[index] !== null).map(({ line }) => line))
  const arrivals = new Map([...(trust.arrivals ?? [])].filter(([line]) => !leftOut.has(line)))
  const verification = await verifyDocx(joined.docx, { ...trust, arrivals })
  return { verification, obstacles: joined.obstacles, isMarked: await isMarked(joined.docx, code) }
}

/** Every footer of the document shows the code. */
async function isMarked(docx: Uint8Array, code: string): Promise<boolean> {
  const footers = [...(await readPackage(docx)).parts.values()].filter(({ contentType }) => contentType === footerType)
  return footers.length > 0 && footers.every(({ bytes }) => textOf(bytes).includes(codeMark(code)))
}

const footerType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml'

function textOf(xml: Uint8Array): string {
  return new TextDecoder().decode(xml).replaceAll(/<[^>]*>/g, '')
}
