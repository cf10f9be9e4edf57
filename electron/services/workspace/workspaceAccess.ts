import { mkdir, readdir, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Role } from '../../contract/capability.ts'
import { isProblem, Problem } from '../../contract/problem/problem.ts'
import type { WorkspaceCreate } from '../../contract/workspace.ts'
import { createIdentity } from '../../crypto/age.ts'
import { makeKeySlot, openKeySlot, workspaceKeySize } from '../../crypto/keySlot.ts'
import { wrapPrivateKey } from '../../crypto/personalKey.ts'
import { createSigningRequest } from '../../crypto/certificate/signingRequest.ts'
import { rolesOf } from '../../domain/rights/authorise.ts'
import { minimumPasswordLength, passwordWeaknesses } from '../../domain/passwordStrength.ts'
import { newLog, type NewLog } from '../host/newLog.ts'
import { newRecordIn, type MadeId } from '../host/newRecord.ts'
import { startUpgrade } from './upgrade.ts'
import { append } from '../../store/change/changeLog.ts'
import { touchUnnotedDocuments } from '../../store/local/localDocument.ts'
import { resumeImports } from '../../store/imports/importing.ts'
import { createStagedImports } from '../../store/imports/stagedImports.ts'
import { putIdentity } from '../../store/local/localIdentity.ts'
import { addOwnLog, headOf, logKeyOf } from '../../store/log/log.ts'
import { openStore, type Store, type WriteTx } from '../../store/store.ts'
import { loadTrust } from '../../store/change/trust.ts'
import { lockWorkspace } from '../../store/database/folderLock.ts'
import {
  createWorkspaceFolder,
  readWorkspaceFile,
  workspaceFormat,
  writeWorkspaceFile,
  type WorkspaceFile,
} from '../../store/folder/workspaceFolder.ts'
import type { Connection, Host, Session, UnlockedWorkspace } from '../host/host.ts'
import { withdrawUnsaved } from '../package/packageWithdrawal.ts'
import { readSetting, requireSetting, writeSetting } from '../host/settingAccess.ts'

/** Making, opening and closing workspaces: what the procedures, the command line and the demo share. */

export type FoundWorkspace = { readonly folder: string; readonly file: WorkspaceFile }

/** The workspaces of a data folder; what cannot be read is left out here and named when it is opened. */
export async function findWorkspaces(dataFolder: string): Promise<readonly FoundWorkspace[]> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const names = (await readdir(dataFolder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const found = await Promise.all(names.map(({ name }) => readFound(join(dataFolder, name))))
  return found.flatMap((one) => one ?? []).toSorted((a, b) => a.file.createdAt.localeCompare(b.file.createdAt))
}

/**
 * Makes a workspace and its first person. `workspace.json` comes last: a killed creation leaves no workspace, and one that
 * fails leaves no folder. Problems `password.weak`, `workspace.exists`, `workspace.folderNotEmpty`, `disk.full`.
 */
export async function createWorkspace(host: Host, folder: string, wanted: WorkspaceCreate): Promise<WorkspaceFile> {
  if (passwordWeaknesses(wanted.password, [wanted.person]).length > 0) {
    throw new Problem('password.weak', { minimum: minimumPasswordLength })
  }
  await createWorkspaceFolder(folder)
  try {
    return await fillWorkspace(host, folder, wanted)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function fillWorkspace(host: Host, folder: string, wanted: WorkspaceCreate): Promise<WorkspaceFile> {
  const begun = newLog(host, null)
  const founder = newRecordIn(host, begun.birth.log, { entity: 'person' })
  const workspaceKey = host.random(workspaceKeySize)
  const store = await openStore({ folder, workspaceKey, create: true, ...storeSurroundings(host) })
  try {
    await found(host, store, { begun, founder }, wanted)
  } finally {
    await store.close()
  }
  const { kind, drill, name, password } = wanted
  const slot = await makeKeySlot({
    id: host.newId(),
    person: founder.id,
    password,
    workspaceKey,
    cost: host.scryptCost,
  })
  const file: WorkspaceFile = {
    format: workspaceFormat,
    id: host.newId(),
    kind,
    drill,
    name,
    createdAt: host.instant(),
    slots: [slot],
  }
  await writeWorkspaceFile(folder, file)
  return file
}

/**
 * The password opens the slot of one person, and the connection's session is that person's from now on. Problems of
 * `readWorkspaceFile` and `openStore`, `password.wrong`, `workspace.inUse`.
 */
export async function unlockWorkspace(connection: Connection, folder: string, password: string): Promise<Session> {
  const { host } = connection.context
  const file = await readWorkspaceFile(folder)
  const { person, workspaceKey } = await openSlot(file, password)
  const session = await host.inTurn(async () => {
    const workspace = (await findOpen(host, folder, file)) ?? (await openWorkspace(host, folder, file, workspaceKey))
    connection.session = { workspace, person }
    return connection.session
  })
  // What this window had open before, if nobody else has.
  await closeUnused(host)
  await unlessDamaged(host, () => startUpgrade({ host, session }))
  return session
}

/** A copy of an open folder is another workspace under the same id: two of them would write one log. */
async function findOpen(host: Host, folder: string, { id }: WorkspaceFile): Promise<UnlockedWorkspace | undefined> {
  const open = host.unlocked.get(id)
  if (open !== undefined && (await realpath(open.folder)) !== (await realpath(folder))) {
    throw new Problem('workspace.inUse', {})
  }
  return open
}

/** Closes the stores that no session and no job uses, and with them their keys are gone (decisions.md 25). */
export function closeUnused(host: Host): Promise<void> {
  return host.inTurn(async () => {
    for (const workspace of [...host.unlocked.values()]) {
      if (isInUse(host, workspace.id)) continue
      host.unlocked.delete(workspace.id)
      await workspace.close()
    }
    if (host.unlocked.size === 0) await host.files.clear()
  })
}

function isInUse(host: Host, workspace: string): boolean {
  return host.jobs.isBusy(workspace) || [...host.connections].some(({ session }) => session?.workspace.id === workspace)
}

async function readFound(folder: string): Promise<FoundWorkspace | undefined> {
  try {
    return { folder, file: await readWorkspaceFile(folder) }
  } catch (error) {
    if (isProblem(error)) return undefined
    throw error
  }
}

const founderRoles = {
  team: ['组长'],
  headquarters: ['系统管理员', '督办员'],
} as const satisfies Record<WorkspaceFile['kind'], readonly Role[]>

type Founding = { readonly begun: NewLog; readonly founder: MadeId }

async function found(host: Host, store: Store, { begun, founder }: Founding, wanted: WorkspaceCreate): Promise<void> {
  const { log } = begun.birth
  const person = founder.id
  const identity = await createIdentity()
  const algorithm = host.newKeys ?? 'rsa-3072'
  const request = await createSigningRequest({ name: wanted.person, unit: wanted.unit, algorithm })
  const wrappedKey = await wrapPrivateKey(request.privateKey, wanted.password, host.scryptCost)
  await store.write(async (tx) => {
    await startLog(host, tx, begun)
    await writeSetting(tx, 'age', identity)
    await writeSetting(tx, 'founder', { log, person, roles: [...founderRoles[wanted.kind]] })
    await putIdentity(tx, {
      person,
      algorithm,
      request: request.request,
      wrappedKey,
      createdAt: host.instant(),
    })
    const unit = newRecordIn(host, log, { entity: 'unit' })
    await append(tx, {
      log,
      operation: host.newId(),
      author: person,
      at: host.instant(),
      lasting: true,
      drafts: [
        { entity: 'unit', ...unit, set: { name: wanted.unit } },
        { entity: 'person', ...founder, set: { name: wanted.person, unit: unit.id, post: wanted.post || null } },
      ],
    })
  })
}

/** The log that this installation writes from now on. */
async function startLog(host: Host, tx: WriteTx, begun: NewLog): Promise<void> {
  await addOwnLog(tx, { ...begun, kind: 'own' })
  await writeSetting(tx, 'log', { log: begun.birth.log, installation: host.installation })
}

async function openSlot(file: WorkspaceFile, password: string) {
  for (const slot of file.slots) {
    if (slot.kind !== 'password') continue
    try {
      return { person: slot.person, workspaceKey: await openKeySlot(slot, password) }
    } catch (error) {
      if (!isProblem(error) || error.kind !== 'password.wrong') throw error
    }
  }
  throw new Problem('password.wrong', {})
}

async function openWorkspace(
  host: Host,
  folder: string,
  file: WorkspaceFile,
  workspaceKey: Uint8Array,
): Promise<UnlockedWorkspace> {
  const lock = await lockWorkspace(folder)
  try {
    const store = await openStore({ folder, workspaceKey, ...storeSurroundings(host) })
    try {
      // The import's id is the incident's number: the record of the defect names which one is stuck.
      for (const { id, error } of await resumeImports(store)) host.reportDefect?.(id, error)
      await unlessDamaged(host, () => noteUnnoted(store))
      const { log, logKey, age, moved } = await store.write((tx) => ownKeys(host, tx))
      const workspace: UnlockedWorkspace = {
        id: file.id,
        folder,
        name: file.name,
        kind: file.kind,
        drill: file.drill,
        store,
        staged: createStagedImports(store),
        apart: host.apart,
        log,
        logKey,
        identity: age.identity,
        recipient: age.recipient,
        close: async () => {
          await store.close()
          lock.release()
        },
      }
      // Their files went with the process or the lock.
      await store.write((tx) => withdrawUnsaved(tx))
      // Of a copy on another machine the first may go on with them too, and both would make the same record, differently.
      const resumers = moved ? new Map() : host.resumers(workspace)
      await host.jobs.recover(workspace, resumers, () => host.closeUnused())
      host.unlocked.set(file.id, workspace)
      return workspace
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * What follows an upgrade reads far and wide: a page that cannot be read keeps nobody out, because what can be read is to be
 * seen, with a word about the rest. It is tried again at the next unlock.
 */
async function unlessDamaged(host: Host, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'workspace.damaged') throw error
    host.reportDefect?.(host.newId(), error)
  }
}

/** After an upgrade, a few at a time: their prints are read, once. */
async function noteUnnoted(store: Store): Promise<void> {
  while ((await store.write((tx) => touchUnnotedDocuments(tx, 20))) > 0);
}

function storeSurroundings({ now, random, traceSql, beforeCommit }: Host) {
  return { now: () => new Date(now()), random, trace: traceSql, beforeCommit }
}

/** A folder that was copied to another machine goes on in a log of its own, so that two never write one log. */
async function ownKeys(host: Host, tx: WriteTx) {
  const age = await requireSetting(tx, 'age')
  const known = await requireSetting(tx, 'log')
  const moved = known.installation !== host.installation
  const log = moved ? await succeed(host, tx, known.log) : known.log
  return { log, logKey: await logKeyOf(tx, log), age, moved }
}

/** The founder may in the new log what the old one allowed at last, until headquarters has enrolled it: not more. */
async function succeed(host: Host, tx: WriteTx, old: string): Promise<string> {
  const begun = newLog(host, await lastHead(tx, old))
  await startLog(host, tx, begun)
  const { log } = begun.birth
  const founder = await readSetting(tx, 'founder')
  if (founder === undefined) return log
  const roles = rolesOf(founder.person, old, (await loadTrust(tx)).state)
  await writeSetting(tx, 'founder', { ...founder, log, roles: [...roles] })
  return log
}

async function lastHead(tx: WriteTx, log: string) {
  const head = await headOf(tx, log)
  return head === undefined ? null : { log, head: head.hash }
}
