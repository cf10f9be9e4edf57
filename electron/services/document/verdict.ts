import type { DocumentVerdict } from '../../contract/document/documentCheck.ts'
import { severityOf } from '../../signature/reason.ts'
import type { DocumentCheck } from './check.ts'

/**
 * What verifying a paper comes to. A verifier that knows the file alone must call an open line broken, because a signature
 * may have been taken out; here the log says whether one was ever made.
 */
export function verdictOf({ version, verification }: Pick<DocumentCheck, 'version' | 'verification'>): DocumentVerdict {
  const { verdict, reasons, signatures } = verification
  if (verdict !== 'broken' || !awaitsSignatures(version)) return verdict
  const faults = reasons.filter(({ code }) => severityOf(code) === 'broken' && code !== 'line-unsigned')
  return faults.length === 0 && signatures.every(({ intact }) => intact) ? 'waiting' : 'broken'
}

/** By the log: some have signed and others not yet, whether or not the paper has been outdated meanwhile. */
function awaitsSignatures({ signers }: DocumentCheck['version']): boolean {
  const electronic = signers.filter(({ person }) => person !== null)
  return electronic.some(({ signedAt }) => signedAt === null) && electronic.some(({ signedAt }) => signedAt !== null)
}
