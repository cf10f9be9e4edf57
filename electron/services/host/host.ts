import type { WorkspaceKind } from '../../contract/workspace.ts'
import type { NewKeyAlgorithm } from '../../crypto/keyPair.ts'
import type { ScryptCost } from '../../crypto/passwordBox.ts'
import type { StagedImports } from '../../store/imports/stagedImports.ts'
import type { Store, StoreOptions } from '../../store/store.ts'
import type { FileHandles } from '../file/fileHandle.ts'
import type { Apart } from '../job/apart.ts'
import type { JobRunner, Resumers } from '../job/jobRunner.ts'
import type { WorkerPool } from '../job/worker.ts'

/** What every service may use of the machine it runs on. Tests give a fixed clock, seeded ids and a cheap cost. */
export type HostOptions = {
  /** Holds one folder a workspace. */
  readonly dataFolder: string
  readonly resourceFolder: string
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly scryptCost: ScryptCost
  /** Of the codes of enrolment, for tests alone: between two machines only that of the format gives equal codes. */
  readonly codeCost?: ScryptCost
  /** What keys of people and of the authority are made with; RSA-3072 where it is not said (decisions.md 22). */
  readonly newKeys?: NewKeyAlgorithm
  readonly programVersion: string
  /** Where worker threads begin; a bundle brings a file of its own. */
  readonly workerEntry?: URL
  /** This installation, kept outside the workspace folders: a copied folder goes on in a log of its own. */
  readonly installation: string
  /** False where the host listens beyond loopback: enrolment is refused there (decisions.md 20). */
  readonly loopback: boolean
  /** Makes the 演练 workspaces under a folder; given from outside, because the demo is played through the router. */
  readonly playDemo?: DemoPlayer
  /** For developers, never in the packed program: told of each SQL text and its milliseconds. */
  readonly traceSql?: (sql: string, milliseconds: number) => void
  /** Where a defect goes: its number and the error; never shown to a person as it is. */
  readonly reportDefect?: (incident: string, error: unknown) => void
}

export type DemoPlayer = (out: string, tell: (done: number, total: number, note: string) => void) => Promise<void>

export type Host = HostOptions & {
  /** What is noted of what was written, in the same transaction. */
  readonly beforeCommit: NonNullable<StoreOptions['beforeCommit']>
  readonly files: FileHandles
  readonly jobs: JobRunner
  /** How the jobs that a stopped process left are taken up again when this workspace is unlocked. */
  readonly resumers: (workspace: UnlockedWorkspace) => Resumers
  /** Threads for documents and pictures, so that requests are answered meanwhile. */
  readonly workers: WorkerPool
  /** Threads for what strangers wrote. */
  readonly apart: Apart
  /** Workspaces that are unlocked in this process, by id: two windows on one share its store. */
  readonly unlocked: Map<string, UnlockedWorkspace>
  readonly connections: Set<Connection>
  /** Opening and closing workspaces, one after the other: two windows may unlock and lock at the same moment. */
  inTurn<T>(step: () => Promise<T>): Promise<T>
  newId(): string
  /** The host's time as ISO 8601 UTC with milliseconds. */
  instant(): string
  connect(): Connection
  /** Closes the stores that no session and no job uses. */
  closeUnused(): Promise<void>
  close(): Promise<void>
}

/** One window: a port on the desktop, a token on the web host. Its session is (workspace, person). */
export type Connection = {
  session: Session | undefined
  readonly context: RequestContext
  close(): Promise<void>
}

export type RequestContext = { readonly host: Host; readonly connection: Connection }

export type UnlockedWorkspace = {
  readonly id: string
  readonly folder: string
  readonly name: string
  readonly kind: WorkspaceKind
  readonly drill: boolean
  readonly store: Store
  readonly staged: StagedImports
  /** Those of its host. */
  readonly apart: Apart
  readonly log: string
  /** The key of the log, PKCS#8 as base64url: signs heads and packages. */
  readonly logKey: string
  /** age identity of this workspace and the recipient others write to. */
  readonly identity: string
  readonly recipient: string
  close(): Promise<void>
}

export type Session = {
  readonly workspace: UnlockedWorkspace
  readonly person: string
}
