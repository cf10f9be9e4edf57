import { Problem } from '../contract/problem.ts'
import { working } from './door.ts'
import { answerRequest, inspectRequest, makeAuthority } from './enrolmentHeadquarters.ts'
import { acceptAnswer, inspectAnswer, makeRequest } from './enrolmentTeam.ts'
import { silentReport } from './job.ts'

/** Enrolment: two files and two codes, compared by two people on the telephone (decision 19). */

/** Beyond loopback a stolen session could enrol whom it likes (decision 20). */
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

const readRequest = enrolling.enrolment.readRequest.handler(async ({ input, context }) => {
  const bytes = await context.host.files.resolve(input.handle).read()
  return inspectRequest(new TextDecoder().decode(bytes))
})

const answer = enrolling.enrolment.answer.handler(async ({ input, context }) => {
  const { host } = context
  const bytes = await host.files.resolve(input.handle).read()
  const { file, name, code } = await answerRequest(
    context,
    { ...input, request: new TextDecoder().decode(bytes) },
    (wanted) => host.files.outgoing(wanted),
    silentReport,
  )
  return { ticket: host.files.offer(file, name), fileName: name, code }
})

const readAnswer = enrolling.enrolment.readAnswer.handler(({ input, context }) =>
  inspectAnswer(context.session.workspace, context.host.files.resolve(input.handle).path),
)

const accept = enrolling.enrolment.accept.handler(({ input, context }) =>
  acceptAnswer(context, context.host.files.resolve(input.handle).path, input.code, silentReport),
)

export const enrolment = { request, createAuthority, readRequest, answer, readAnswer, accept }
