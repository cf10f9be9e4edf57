import { outsideLimits } from '../../contract/exchange/outsideLimits.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { certificateFacts, toPem, type CertificateDer } from '../../crypto/certificate/certificate.ts'
import { safeFileName } from '../../domain/fileName.ts'
import type { ResolvedFile } from '../file/fileHandle.ts'
import { reading, working } from '../host/procedure.ts'
import { answerRequest, inspectRequest, makeAuthority, type RequestText } from './enrolmentHeadquarters.ts'
import { acceptAnswer, inspectAnswer, makeRequest } from './enrolmentTeam.ts'
import { inWriterTurn } from '../host/writerTurn.ts'
import { silentReport } from '../job/jobRunner.ts'
import { anchorsOf } from '../trust/logCertificate.ts'
import { readSetting } from '../host/settingAccess.ts'

/** Enrolment: two files and two codes, compared by two people on the telephone (decisions.md 19). */

/** Beyond loopback a stolen session could enrol whom it likes (decisions.md 20). */
const enrolling = working.use(async ({ context, next }) => {
  if (!context.host.loopback) throw new Problem('enrolment.notHere', {})
  return next()
})

const request = enrolling.enrolment.request.handler(async ({ context }) => {
  const { text, code } = await makeRequest(context)
  const fileName = `登记申请_${context.session.workspace.log.slice(-6)}.mcreq`
  return { ticket: await context.host.files.offerText(fileName, text), fileName, code }
})

const createAuthority = enrolling.enrolment.createAuthority.handler(async ({ input, context }) => ({
  ca: await makeAuthority(context, input.name, input.password),
}))

/** A file that is too large to be one is not read. */
async function requestText({ size, name, read }: ResolvedFile): Promise<RequestText> {
  if (size > outsideLimits.token.request) throw new Problem('enrolment.requestInvalid', {})
  return { text: new TextDecoder().decode(await read()), file: name }
}

const readRequest = enrolling.enrolment.readRequest.handler(async ({ input, context }) => {
  return inspectRequest(context, await requestText(context.host.files.resolve(input.handle)))
})

const answer = enrolling.enrolment.answer.handler(async ({ input, context }) => {
  const { host } = context
  const request = await requestText(host.files.resolve(input.handle))
  const { file, name, code } = await inWriterTurn(context, () =>
    answerRequest(context, { ...input, request }, (wanted) => host.files.outgoing(wanted), silentReport),
  )
  return { ticket: host.files.offer(file, name), fileName: name, code }
})

const readAnswer = enrolling.enrolment.readAnswer.handler(({ input, context }) =>
  inspectAnswer(context, context.host.files.resolve(input.handle).path),
)

const accept = enrolling.enrolment.accept.handler(({ input, context }) =>
  inWriterTurn(context, () =>
    acceptAnswer(context, context.host.files.resolve(input.handle).path, input.code, silentReport),
  ),
)

const standing = reading.enrolment.standing.handler(async ({ context: { tx } }) => {
  const [root] = await anchorsOf(tx)
  const registration = await readSetting(tx, 'registration')
  return {
    requested: (await readSetting(tx, 'request')) !== undefined,
    headquarters: registration?.headquarters.name ?? null,
    authority: root === undefined ? null : authorityView(root),
  }
})

const authorityTicket = working.enrolment.authorityTicket.handler(async ({ context: { host, session } }) => {
  const [root] = await session.workspace.store.read(anchorsOf)
  if (root === undefined) throw new Problem('authority.missing', {})
  const fileName = safeFileName(`${authorityView(root).name}_根证书.pem`)
  return { ticket: await host.files.offerText(fileName, toPem([root])), fileName }
})

function authorityView(root: CertificateDer) {
  const { commonName, notAfter, sha256 } = certificateFacts(root)
  return { name: commonName, notAfter, fingerprint: sha256 }
}

export const enrolment = {
  standing,
  authorityTicket,
  request,
  createAuthority,
  readRequest,
  answer,
  readAnswer,
  accept,
}
