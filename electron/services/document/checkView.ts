import { reasonText } from '../../signature/reason.ts'
import { getRow } from '../../store/row/rows.ts'
import { reading } from '../host/procedure.ts'
import { checkDocument } from './check.ts'
import { verdictOf } from './verdict.ts'

const get = reading.documentCheck.get.handler(async ({ input, context: { tx, session } }) => {
  const found = await checkDocument(tx, session.workspace, await getRow(tx, 'document', input.id))
  if (found === undefined) return null
  const { version, verification, leftOut, printed, arrivedAt } = found
  return {
    version: version.version,
    code: version.code,
    state: version.state,
    verdict: verdictOf(found),
    reasons: [...new Set([...verification.reasons, ...leftOut].map(({ code }) => reasonText(code)))],
    signatures: verification.signatures.map(({ signer, role, signedAt, certificate, intact, trusted, reasons }) => ({
      signer,
      role,
      signedAt,
      issuer: certificate?.issuer ?? null,
      intact,
      trusted,
      reasons: reasons.map(({ code }) => reasonText(code)),
    })),
    printed: printed.changes,
    absent: printed.absent,
    changed: version.differences.length,
    arrivedAt,
  }
})

/** Who signed a memo, in what role, when, and whether that holds by what this workspace knows. */
export const documentCheck = { get }
