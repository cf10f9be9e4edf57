import * as z from 'zod'
import type { JobKinds } from '../job/jobMeaning.ts'
import { teamRoles } from '../capability.ts'
import { incomingKinds } from '../exchange/incoming.ts'
import { idSchema, instantSchema, job, jobStarted, ownJob, read } from '../procedure.ts'

const peer = z.object({
  log: z.uuid(),
  name: z.string(),
  kind: z.enum(['总部', '检查组', '下行']),
  letter: z.string().nullable(),
})

/** 待保存: written, and no person has its file yet. 已撤销: taken in, and the import undone. */
export const packageStates = [
  '待保存',
  '已写出',
  '已接收',
  '待导入',
  '缺包等待',
  '已导入',
  '已撤销',
  '已拒绝',
  '已撤回',
] as const
export type PackageState = (typeof packageStates)[number]

/** Of one that was written: neither received nor taken back. */
export function isOnItsWay(state: PackageState): boolean {
  return state === '待保存' || state === '已写出'
}

export const packageView = z.object({
  id: z.uuid(),
  direction: z.enum(['out', 'in']),
  peer: z.uuid(),
  peerName: z.string(),
  serial: z.int(),
  fileName: z.string(),
  state: z.enum(packageStates),
  madeAt: instantSchema,
  receivedAt: instantSchema.nullable(),
  /** As `importPreview.records`. */
  records: z.string(),
  /** Of one that came in: what `incoming` knows it by; null of others, and of what an older program took in. */
  import: z.uuid().nullable(),
  /** Of one that was written: why headquarters has declared it lost. */
  lost: z.string().nullable(),
})

const refusal = z.object({ entity: z.string(), id: z.string(), author: z.string(), reason: z.string() })

/** What importing would do, before anything is done. */
export const importPreview = z.object({
  import: z.uuid(),
  state: z.enum(['ready', 'waiting', 'alreadyImported']),
  sender: z.string(),
  serial: z.int(),
  /** What it speaks of, in the words of the sender: 1 次检查、3 个问题、9 件证据; empty where there is none of these. */
  records: z.string(),
  missingSerials: z.array(z.int()),
  added: z.int(),
  updated: z.int(),
  conflicts: z.int(),
  unchanged: z.int(),
  /** How many rows of each kind `incoming.staged` lists. */
  kinds: z.record(z.enum(incomingKinds), z.int()),
  /** Rows that a person has chosen to decline. */
  declined: z.int(),
  /** Rows that both sides changed and about which nothing has been said yet. */
  open: z.int(),
  /** The first hundred. */
  refused: z.array(refusal),
  /** What is shown now and would be taken away, moved or shown otherwise by others than its maker; `author`: who made it. The first hundred. */
  displaced: z.array(refusal),
  /** Written by a newer program: kept, and shown after the upgrade. */
  future: z.int(),
  /** Do not say what they claim to be: kept aside. */
  invalid: z.int(),
})

export const exportWritten = z.object({
  package: z.uuid(),
  serial: z.int(),
  /** In words: 1 次检查、3 个问题、9 件证据. */
  records: z.string(),
  changes: z.int(),
  blobs: z.int(),
  /** Files that are named in the package but no longer here; `evidence` is the visible number where one shows the file. */
  absent: z.array(z.object({ sha256: z.string(), evidence: z.string().nullable() })),
  size: z.int(),
  ticket: z.string(),
  fileName: z.string(),
})

export const holdingsWritten = z.object({
  ticket: z.string(),
  fileName: z.string(),
  size: z.int(),
  findings: z.int(),
  photos: z.int(),
  damaged: z.int(),
  documents: z.object({ valid: z.int(), untrusted: z.int(), waiting: z.int(), unsigned: z.int(), broken: z.int() }),
})

export const importAccepted = z.object({
  accepted: z.array(z.object({ sender: z.string(), serial: z.int(), preview: importPreview })),
})

/** The long work that these procedures start. */
export const syncJobs = {
  'sync.export': { name: '导出数据包', access: 'write', about: { noun: 'peer', key: 'to' }, result: exportWritten },
  'sync.stage': { name: '检查数据包', access: 'write', about: { noun: 'peer', key: null }, result: importPreview },
  'sync.accept': { name: '导入数据包', access: 'write', about: { noun: 'peer', key: null }, result: importAccepted },
  'sync.holdings': {
    name: '整理所存内容',
    access: 'read',
    about: { noun: 'peer', key: null },
    result: holdingsWritten,
  },
} as const satisfies JobKinds<'sync'>

export const sync = {
  peers: read.output(z.array(peer)),
  /** At headquarters: for whom something waits, in words, and which packages the party is not known to have. */
  waitingDown: read.output(
    z.array(
      z.object({
        log: z.uuid(),
        name: z.string(),
        total: z.int(),
        words: z.string(),
        unconfirmed: z.array(z.int()),
      }),
    ),
  ),
  packages: read.output(z.array(packageView)),
  /** Writes the next package for a peer; headquarters is always a recipient too (decisions.md 29). */
  export: job('exchangePackages')
    .input(z.object({ to: z.uuid() }))
    .output(jobStarted('sync.export')),
  /** Reads and checks a whole package and stages it; nothing is visible yet. The result is an ImportPreview. */
  stage: job('exchangePackages')
    .input(z.object({ handle: z.uuid() }))
    .output(jobStarted('sync.stage')),
  accept: job('exchangePackages')
    .input(z.object({ import: z.uuid() }))
    .output(jobStarted('sync.accept')),
  drop: job('exchangePackages')
    .input(z.object({ import: z.uuid() }))
    .output(z.object({})),
  /** The whole packages that lie here and are not accepted yet: a window that was closed finds them again. */
  staged: ownJob.output(z.array(importPreview)),
  /**
   * A package that never arrived: it and the later ones to the same peer count as unsent, and the next one carries
   * their content again. Problem `sync.alreadyReceived` where the peer has it.
   */
  withdraw: job('exchangePackages').input(idSchema).output(z.object({})),
  /** All that is held here as one zip: a table of findings, the photos, and what verifying found. Result: `holdingsWritten`. */
  holdings: job('exchangePackages').output(jobStarted('sync.holdings')),
  /** Changes that were refused and wait in quarantine, each with its reason. */
  quarantine: read.output(z.array(refusal)),
}

/** Asking headquarters for roles needs none yet; only the codes and headquarters itself decide. */
export const enrolment = {
  /** How far this workspace is enrolled, and by whose authority; null where there is none yet. */
  standing: read.output(
    z.object({
      requested: z.boolean(),
      headquarters: z.string().nullable(),
      authority: z.object({ name: z.string(), notAfter: z.string(), fingerprint: z.string() }).nullable(),
    }),
  ),
  /** The authority's root certificate as a PEM file, for whoever verifies elsewhere. Problem `authority.missing`. */
  authorityTicket: ownJob.output(z.object({ ticket: z.string(), fileName: z.string() })),
  /** The laptop's request file and the code to read out to headquarters. */
  request: ownJob.output(z.object({ ticket: z.string(), fileName: z.string(), code: z.string() })),
  createAuthority: job('administerTrust')
    .input(z.object({ password: z.string().max(200), name: z.string().trim().min(2).max(100) }))
    .output(z.object({ ca: z.string() })),
  readRequest: job('administerTrust')
    .input(z.object({ handle: z.uuid() }))
    .output(
      z.object({
        code: z.string(),
        workspace: z.string(),
        drill: z.boolean(),
        people: z.array(z.object({ id: z.uuid(), name: z.string(), post: z.string() })),
        /** The team that the computer is in already. */
        team: z.uuid().nullable(),
        /** The unit that it works in, where its roles name one. */
        unit: z.uuid().nullable(),
      }),
    ),
  answer: job('administerTrust')
    .input(
      z.object({
        handle: z.uuid(),
        code: z.string().max(40),
        authorityPassword: z.string().max(200),
        letter: z.string().regex(/^[A-Z]\d{0,3}$/, '字头应为一个大写字母，可加数字'),
        roles: z
          .array(z.object({ person: z.uuid(), role: z.enum(teamRoles) }))
          .min(1)
          .max(100),
        /** The team that the computer belongs to from now on, with all that it made before. */
        team: z
          .union([
            z.object({ id: z.uuid() }),
            z.object({
              name: z.string().trim().min(2, '检查组名称至少两个字').max(100),
              campaign: z.uuid().nullable(),
            }),
          ])
          .optional(),
        /** It works in this unit and those below; null: everywhere. */
        unit: z.uuid().nullable().optional(),
      }),
    )
    .output(z.object({ ticket: z.string(), fileName: z.string(), code: z.string() })),
  readAnswer: ownJob
    .input(z.object({ handle: z.uuid() }))
    .output(z.object({ code: z.string(), headquarters: z.string() })),
  accept: ownJob
    .input(z.object({ handle: z.uuid(), code: z.string().max(40) }))
    .output(z.object({ letter: z.string() })),
}
