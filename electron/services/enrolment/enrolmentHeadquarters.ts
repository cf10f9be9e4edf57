import { newLog } from '../host/newLog.ts'
import { newRecord } from '../host/newRecord.ts'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Role } from '../../contract/capability.ts'
import type { EventEntity } from '../../contract/catalogue/catalogue.ts'
import type { BirthRecord } from '../../contract/change.ts'
import type { EnrolmentAnswer, EnrolmentRequest } from '../../contract/exchange/enrolment.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { openAuthorityFile, writeAuthorityFile } from '../../crypto/authorityFile.ts'
import { hashBirth } from '../../crypto/change.ts'
import { certificateFacts, toPem } from '../../crypto/certificate/certificate.ts'
import { createAuthority, type Authority } from '../../crypto/certificate/certificateIssue.ts'
import { sameCode } from '../../crypto/code.ts'
import { minimumPasswordLength, passwordWeaknesses } from '../../domain/passwordStrength.ts'
import { addLog } from '../../store/change/addLog.ts'
import { addOwnLog, birthOf, findLog, getLog } from '../../store/log/log.ts'
import type { WriteTx } from '../../store/store.ts'
import { loadLetters } from '../../store/log/letters.ts'
import { writeAnswer } from '../../syncPackage/enrolmentFile.ts'
import { keepPersonKeys } from '../trust/enrolledPerson.ts'
import { type Draft, recorder, type WorkingContext } from '../host/procedure.ts'
import type { Host, UnlockedWorkspace } from '../host/host.ts'
import type { JobReport } from '../job/jobRunner.ts'
import { findOwnLogChain, logCertificateUnit, ownLogChain } from '../trust/logCertificate.ts'
import { exportWhole } from '../package/packageExport.ts'
import { sayDown } from '../package/sayDown.ts'
import { peersOf, rememberPeer } from '../trust/peer.ts'
import { requireSetting, writeSetting } from '../host/settingAccess.ts'
import { certifyAll, certifyChannel, certifyLog, validity } from './certify.ts'
import { beginSuccessors } from './successor.ts'
import { areaOf, type TeamChosen, teamDrafts, teamOf, teamTold } from './team.ts'
import { kindTold, levelTold, toldByRequest, unitTold } from './told.ts'

/** Enrolment as headquarters sees it: an authority of its own, requests read, answers given (electron/README §8). */

/** Makes the authority's file and certifies the own log. Returns the root as PEM, for `--ca`. */
export async function makeAuthority(context: WorkingContext, name: string, password: string): Promise<string> {
  const { host, session } = context
  const { workspace } = session
  if (workspace.kind !== 'headquarters') throw new Problem('permission.denied', {})
  if (passwordWeaknesses(password).length > 0) throw new Problem('password.weak', { minimum: minimumPasswordLength })
  const { notBefore } = validity(host, 20)
  const authority = await createAuthority({
    name,
    drill: workspace.drill,
    notBefore,
    years: 20,
    algorithm: host.newKeys,
  })
  // Refuses to overwrite: a lost authority key ends every certificate it gave.
  await writeFile(authorityPath(workspace), await writeAuthorityFile(authority, password, host.scryptCost), {
    flag: 'wx',
    mode: 0o600,
  }).catch((error: unknown) => {
    throw isExisting(error) ? new Problem('authority.exists', {}) : error
  })
  await workspace.store.write(async (tx) => {
    const { publicKey } = await getLog(tx, workspace.log)
    const logChain = await certifyLog(
      host,
      authority,
      publicKey,
      workspace.log,
      logCertificateUnit('总部', workspace.name),
    )
    await writeSetting(tx, 'authority', { chain: [...authority.chain], logChain })
  })
  return toPem(authority.chain.slice(-1))
}

/** What was in a file that anybody may have sent, and what the file is called. */
export type RequestText = { readonly text: string; readonly file: string }

export async function inspectRequest({ host, session }: WorkingContext, { text, file }: RequestText) {
  const { request, code } = await host.apart.run('readRequest', [text, host.codeCost], { name: file })
  const { log } = request.birth
  return {
    ...(await session.workspace.store.read(async (tx) => ({
      team: await teamOf(tx, log),
      unit: await areaOf(tx, log),
    }))),
    code,
    workspace: request.workspaceName,
    drill: request.drill,
    people: request.people.map(({ person, name, post }) => ({ id: person, name, post })),
  }
}

export type Enrolment = {
  readonly request: RequestText
  readonly code: string
  readonly authorityPassword: string
  readonly letter: string
  readonly roles: readonly { readonly person: string; readonly role: Role }[]
  readonly team?: TeamChosen | undefined
  /** The unit it works in, with all below; null: everywhere. */
  readonly unit?: string | null | undefined
}

/**
 * Answers a request after its code was compared: certificates, letter, roles, and a channel log that carries headquarters'
 * word to this team. Problems `enrolment.codeWrong`, `enrolment.drill`, `enrolment.kindUnknown`, `enrolment.letterTaken`,
 * `enrolment.logTaken`, `enrolment.personTaken`, `authority.*`.
 */
export async function answerRequest(
  context: WorkingContext,
  enrolment: Enrolment,
  fileFor: (name: string) => string,
  report: JobReport,
): Promise<{ readonly file: string; readonly name: string; readonly code: string }> {
  const { host, session } = context
  const { workspace } = session
  const { text, file: asked } = enrolment.request
  const { request, sha256, code } = await host.apart.run('readRequest', [text, host.codeCost], { name: asked })
  if (!sameCode(code, enrolment.code)) throw new Problem('enrolment.codeWrong', {})
  if (request.drill !== workspace.drill) throw new Problem('enrolment.drill', {})
  if ((request.kind ?? kindTold.team) !== kindTold.team) throw new Problem('enrolment.kindUnknown', {})
  const authority = await openAuthority(workspace, enrolment.authorityPassword)
  await certifyOwnLog(host, workspace, authority)
  const certificates = await certifyAll(host, authority, request)
  const peers = await workspace.store.read((tx) => peersOf(tx))
  const channel = await workspace.store.write((tx) => openChannel(context, tx, authority, request, enrolment))
  const channelPackage = await exportWhole(
    { host, workspace, person: session.person, fileFor, report },
    request.birth.log,
  )
  const answer: Omit<EnrolmentAnswer, 'format'> = {
    requestSha256: sha256,
    kind: kindTold.team,
    headquarters: await workspace.store.read(async (tx) => ({
      workspace: workspace.id,
      name: workspace.name,
      drill: workspace.drill,
      logs: [
        { birth: birthOf(await getLog(tx, workspace.log)), kind: 'main' as const },
        { birth: channel.birth, kind: 'channel' as const },
      ],
      recipient: workspace.recipient,
      ...(await unitTold(tx)),
      ...(await levelTold(tx)),
    })),
    authorityChain: [...authority.chain],
    certificates: [
      ...certificates,
      { log: channel.birth.log, chain: channel.chain },
      { log: workspace.log, chain: [...(await workspace.store.read((tx) => ownLogChain(tx, workspace)))] },
    ],
    ...(await workspace.store.read((tx) => teamTold(tx, request.birth.log))),
    letter: enrolment.letter,
    roles: enrolment.roles.map(({ person, role }) => ({ person, role })),
    peers: peers
      .filter(({ log }) => log !== request.birth.log)
      .map(({ log, name, recipient }) => ({ log, name, recipient })),
    revocations: [],
    madeAt: host.instant(),
  }
  const name = `登记答复_${enrolment.letter}.mcans`
  const file = fileFor(name)
  const written = await writeAnswer({
    file,
    recipient: request.recipient,
    answer,
    authority,
    channelPackage: channelPackage.file,
    codeCost: host.codeCost,
  })
  return { file, name, code: written.code }
}

function authorityPath(workspace: UnlockedWorkspace): string {
  return join(workspace.folder, 'authority.mcca')
}

async function openAuthority(workspace: UnlockedWorkspace, password: string): Promise<Authority> {
  const text = await readFile(authorityPath(workspace), 'utf8').catch(() => undefined)
  if (text === undefined) throw new Problem('authority.missing', {})
  return openAuthorityFile(text, password)
}

/** In a folder that moved to another machine headquarters writes a new log, which its authority certifies when next open. */
async function certifyOwnLog(host: Host, workspace: UnlockedWorkspace, authority: Authority): Promise<void> {
  await workspace.store.write(async (tx) => {
    if ((await findOwnLogChain(tx, workspace)) !== undefined) return
    const [old = ''] = (await requireSetting(tx, 'authority')).logChain
    const { publicKey } = await getLog(tx, workspace.log)
    // Under the name that the log before it was certified by.
    const logChain = await certifyLog(
      host,
      authority,
      publicKey,
      workspace.log,
      certificateFacts(old).organization ?? '',
    )
    await writeSetting(tx, 'authority', { chain: [...authority.chain], logChain })
    await beginSuccessors(host, tx, authority)
  })
}

/** Opens the team's channel, or takes up the one it has, decides the enrolment and says in the channel all that is for it. */
async function openChannel(
  context: WorkingContext,
  tx: WriteTx,
  authority: Authority,
  request: EnrolmentRequest,
  enrolment: Enrolment,
) {
  const { host, session } = context
  const { log } = request.birth
  await requireFreeLetter(tx, log, enrolment.letter)
  await keepPersonKeys(tx, request)
  await meetParty(tx, request.birth)
  const known = (await peersOf(tx)).find((peer) => peer.log === log)?.channel
  const channel = known ?? (await makeChannel(host, tx, authority, request.workspaceName))
  await rememberPeer(tx, {
    log,
    name: request.workspaceName,
    kind: '检查组',
    recipient: request.recipient,
    channel,
    told: toldByRequest(request),
  })
  const record = recorder(context, session, tx)
  await record([...(await teamDrafts(context, tx, request, enrolment)), ...rightsDrafts(context, request, enrolment)])
  await sayDown(context, tx, channel.birth.log)
  return channel
}

/** What headquarters decides of the computer and its people; every party is told. */
function rightsDrafts(
  context: WorkingContext,
  { birth: { log, publicKey }, workspaceName, recipient }: EnrolmentRequest,
  { letter, roles, unit = null }: Enrolment,
): readonly Draft[] {
  const made = <E extends EventEntity>(entity: E) => ({ entity, ...newRecord(context, { entity }) })
  return [
    { ...made('logEnrolled'), set: { log, publicKey, kind: '检查组', name: workspaceName, recipient } },
    { ...made('letter'), set: { log, letter } },
    ...roles.map(({ person, role }) => ({ ...made('grant'), set: { person, log, role, unit } })),
  ]
}

/** One id, one key: of an old id, that no key is bound to, it is the key that was certified first. */
async function meetParty(tx: WriteTx, birth: BirthRecord): Promise<void> {
  const known = await findLog(tx, birth.log)
  if (known === undefined) return addLog(tx, { birth, kind: 'other' })
  if (known.birth !== hashBirth(birth)) throw new Problem('enrolment.logTaken', {})
}

/** A log that is enrolled again keeps its letter; any other, also its successor, needs one of its own (decisions.md 16). */
async function requireFreeLetter(tx: WriteTx, log: string, letter: string): Promise<void> {
  for (const [holder, held] of await loadLetters(tx)) {
    if (held === letter && holder !== log) throw new Problem('enrolment.letterTaken', { letter })
  }
}

async function makeChannel(host: Host, tx: WriteTx, authority: Authority, name: string) {
  await requireSetting(tx, 'authority')
  const begun = newLog(host, null)
  await addOwnLog(tx, { ...begun, kind: 'channel' })
  return certifyChannel(host, authority, begun.birth, name)
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
