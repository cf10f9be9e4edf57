import { Problem } from '../../contract/problem/problem.ts'
import type { EnrolmentAnswer, SignedEnrolmentAnswer } from '../../contract/exchange/enrolment.ts'
import { readCertificate } from '../../crypto/certificate/certificate.ts'
import { sameCode } from '../../crypto/code.ts'
import { publicKeySpki } from '../../crypto/privateKey.ts'
import { readSigningRequest } from '../../crypto/certificate/signingRequest.ts'
import { listIdentities, putCertificateChain } from '../../store/local/localIdentity.ts'
import { addLog } from '../../store/change/addLog.ts'
import { birthOf, getLog } from '../../store/log/log.ts'
import { getRow } from '../../store/row/rows.ts'
import type { ReadTx, WriteTx } from '../../store/store.ts'
import { writeRequest, type AnswerReading } from '../../syncPackage/enrolmentFile.ts'
import type { WorkingContext } from '../host/procedure.ts'
import type { Host, UnlockedWorkspace } from '../host/host.ts'
import { timeFor } from '../job/apart.ts'
import type { JobReport } from '../job/jobRunner.ts'
import type { Introduction } from '../package/importPreview.ts'
import { acceptPackage, dropStaged, stagePackage } from '../package/packageImport.ts'
import { rememberPeer } from '../trust/peer.ts'
import { kindTold, toldByAnswer, unitTold } from './told.ts'
import { readSetting, writeSetting } from '../host/settingAccess.ts'

/** Enrolment as a laptop sees it: ask, compare the code, take the answer in (electron/README §8, decisions.md 19). */

/** The request file and the code to read out to headquarters. */
export async function makeRequest(context: WorkingContext): Promise<{ readonly text: string; readonly code: string }> {
  const { host, session } = context
  const { workspace } = session
  const asked = await workspace.store.read(async (tx) => ({
    workspace: workspace.id,
    workspaceName: workspace.name,
    drill: workspace.drill,
    birth: birthOf(await getLog(tx, workspace.log)),
    recipient: workspace.recipient,
    people: await peopleOf(tx),
    kind: kindTold[workspace.kind],
    ...(await unitTold(tx)),
    madeAt: host.instant(),
    programVersion: host.programVersion,
  }))
  const { text, sha256, code } = await writeRequest(asked, workspace.logKey, host.codeCost)
  await workspace.store.write((tx) => writeSetting(tx, 'request', { sha256 }))
  return { text, code }
}

/** What an answer file says before it is accepted: the code to compare by telephone. */
export async function inspectAnswer({ host, session }: WorkingContext, file: string) {
  const { identity } = session.workspace
  const { answer, code } = await readApart(host, { file, identities: [identity] })
  return { code, headquarters: answer.headquarters.name }
}

/** Until the codes are compared it may be anybody's. */
async function readApart(host: Host, { file, ...reading }: Omit<AnswerReading, 'codeCost'>) {
  const wanted = { ...reading, file, codeCost: host.codeCost }
  return host.apart.run('readAnswer', [wanted], { name: file, milliseconds: await timeFor(file) })
}

/**
 * Takes headquarters' answer in: certificates, roles, letter, addresses, and the first package of its channel, all of it
 * or nothing. To be called in turn with the workspace's writers. Problems
 * `enrolment.codeWrong`, `enrolment.notOurRequest`, `enrolment.drill`, `enrolment.keyMismatch`, `package.*`, `log.*`.
 */
export async function acceptAnswer(context: WorkingContext, file: string, code: string, report: JobReport) {
  const { host, session } = context
  const { workspace } = session
  const channelPackage = host.files.outgoing('channel.mcsync')
  const { answer, code: shown } = await readApart(host, { file, identities: [workspace.identity], channelPackage })
  if (!sameCode(shown, code)) throw new Problem('enrolment.codeWrong', {})
  await workspace.store.read((tx) => checkAnswer(tx, workspace, answer))
  const introduction: Introduction = {
    anchors: answer.authorityChain.slice(-1),
    keep: async (tx) => {
      await checkAnswer(tx, workspace, answer)
      await keepAnswer(tx, workspace, answer)
    },
  }
  const preview = await stagePackage(context, channelPackage, report, introduction)
  try {
    await acceptPackage(context, preview.import, report, introduction)
  } catch (error) {
    await dropStaged(workspace.store, preview.import)
    throw error
  }
  return { letter: answer.letter }
}

async function peopleOf(tx: ReadTx) {
  const identities = await listIdentities(tx)
  return Promise.all(
    identities.map(async ({ person, algorithm, request }) => {
      const row = await getRow(tx, 'person', person)
      return { person, name: row.name ?? '', post: row.post ?? '', algorithm, request }
    }),
  )
}

async function checkAnswer(tx: ReadTx, workspace: UnlockedWorkspace, answer: EnrolmentAnswer): Promise<void> {
  const asked = await readSetting(tx, 'request')
  if (asked?.sha256 !== answer.requestSha256) throw new Problem('enrolment.notOurRequest', {})
  if (answer.headquarters.drill !== workspace.drill) throw new Problem('enrolment.drill', {})
  const { publicKey } = await getLog(tx, workspace.log)
  if (leafKey(logChainOf(answer, workspace.log)) !== publicKey) throw new Problem('enrolment.keyMismatch', {})
  for (const { person, request } of await listIdentities(tx)) {
    const chain = personChainOf(answer, person)
    if (chain === undefined) continue
    const { publicKey: asks } = await readSigningRequest(request)
    if (leafKey(chain) !== asks) throw new Problem('enrolment.keyMismatch', {})
  }
}

async function keepAnswer(tx: WriteTx, workspace: UnlockedWorkspace, answer: SignedEnrolmentAnswer): Promise<void> {
  const { headquarters, authorityChain, letter } = answer
  const main = headquarters.logs.find(({ kind }) => kind === 'main')
  if (main === undefined) throw new Problem('enrolment.keyMismatch', {})
  await writeSetting(tx, 'registration', {
    headquarters: {
      workspace: headquarters.workspace,
      name: headquarters.name,
      log: main.birth.log,
      recipient: headquarters.recipient,
    },
    authorityChain,
    logChain: logChainOf(answer, workspace.log) ?? [],
    letter,
    told: toldByAnswer(answer),
  })
  for (const { birth } of headquarters.logs) {
    await addLog(tx, { birth, kind: 'headquarters' })
  }
  await keepChains(tx, answer)
  await rememberPeer(tx, {
    log: main.birth.log,
    name: headquarters.name,
    kind: '总部',
    recipient: headquarters.recipient,
    channel: null,
  })
  for (const { log, name, recipient } of answer.peers) {
    await rememberPeer(tx, { log, name, kind: '检查组', recipient, channel: null })
  }
}

async function keepChains(tx: WriteTx, answer: EnrolmentAnswer): Promise<void> {
  const chains = { ...(await readSetting(tx, 'chains')) }
  for (const { log, person, chain } of answer.certificates) {
    if (log !== undefined) chains[log] = chain
    if (person !== undefined) await putCertificateChain(tx, person, chain)
  }
  await writeSetting(tx, 'chains', chains)
}

function logChainOf(answer: EnrolmentAnswer, log: string): string[] | undefined {
  return answer.certificates.find((certificate) => certificate.log === log)?.chain
}

function personChainOf(answer: EnrolmentAnswer, person: string): string[] | undefined {
  return answer.certificates.find((certificate) => certificate.person === person)?.chain
}

function leafKey(chain: readonly string[] | undefined): string | undefined {
  return chain?.[0] === undefined ? undefined : publicKeySpki(readCertificate(chain[0]).publicKey)
}
