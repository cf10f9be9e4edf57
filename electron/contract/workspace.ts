import * as z from 'zod'
import type { JobKinds } from './job/jobMeaning.ts'
import { countedEntities } from './catalogue/catalogue.ts'
import { roles } from './capability.ts'
import { jobStarted, open, ownJob, read } from './procedure.ts'

export const workspaceKinds = ['team', 'headquarters'] as const
export type WorkspaceKind = (typeof workspaceKinds)[number]

/**
 * Known to everyone who opens the 演练: it protects invented facts only. Every keyboard types it without an input method,
 * which a password field of Windows does not let in.
 */
export const demoPassword = '2014-1125-137'

/** The workspaces of the 演练, in the order in which they are listed. */
export const demoParts = ['组长', '组员', '总部'] as const
export type DemoPart = (typeof demoParts)[number]

/** What the job of `openDemo` ends in. */
/** What an older program had kept aside: how much of it can be read now, and how much does not say what it claims. */
export const upgradeDone = z.object({ applied: z.int(), invalid: z.int() })

export const demoOpenedSchema = z.object({
  workspaces: z.array(z.object({ id: z.uuid(), part: z.enum(demoParts) })),
})

/** The floor of electron/README §4, so that the form can say it before the host refuses. */
export const passwordMinimum = 10

export const workspaceCreateSchema = z.object({
  kind: z.enum(workspaceKinds),
  name: z.string().trim().min(2, '工作区名称至少两个字').max(100, '工作区名称不能超过 100 个字'),
  drill: z.boolean(),
  person: z.string().trim().min(2, '姓名至少两个字').max(40, '姓名不能超过 40 个字'),
  unit: z.string().trim().min(2, '单位名称至少两个字').max(100, '单位名称不能超过 100 个字'),
  post: z.string().trim().max(60, '职务不能超过 60 个字'),
  password: z.string().max(200, '密码不能超过 200 个字符'),
})
export type WorkspaceCreate = z.infer<typeof workspaceCreateSchema>

const listedWorkspace = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(workspaceKinds),
  drill: z.boolean(),
  /** Which workspace of the 演练 it is; null for every other one. */
  demoPart: z.enum(demoParts).nullable(),
  createdAt: z.string(),
})

export const currentWorkspaceSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(workspaceKinds),
  drill: z.boolean(),
  demoPart: z.enum(demoParts).nullable(),
  log: z.uuid(),
  letter: z.string().nullable(),
  registered: z.boolean(),
  recoverable: z.boolean(),
  person: z.object({ id: z.uuid(), name: z.string(), roles: z.array(z.enum(roles)) }),
  counts: z.object({
    /** Of each counted noun what is not removed. */
    held: z.record(z.enum(countedEntities), z.int()),
    /** Changes that no peer has got yet. */
    unsent: z.int(),
  }),
})

/** The long work that these procedures start. */
export const workspaceJobs = {
  'workspace.upgrade': {
    name: '读入升级前留存的内容',
    access: 'write',
    about: { noun: 'workspace', key: null },
    result: upgradeDone,
  },
  'workspace.openDemo': {
    name: '打开演练',
    access: 'read',
    about: { noun: 'workspace', key: null },
    result: demoOpenedSchema,
  },
} as const satisfies JobKinds<'workspace'>

export const workspace = {
  list: open.output(z.array(listedWorkspace)),
  create: open.input(workspaceCreateSchema).output(z.object({ id: z.uuid() })),
  /** Who it is follows from whose slot the password opens: no name lies unencrypted on the disk. */
  unlock: open.input(z.object({ id: z.uuid(), password: z.string().max(200) })).output(z.object({ id: z.uuid() })),
  lock: open.output(z.object({})),
  /** Makes the 演练 workspaces in the data folder once; their password is known to all. */
  openDemo: open.output(jobStarted('workspace.openDemo')),
  current: read.output(currentWorkspaceSchema),
  /** Reads the whole database in the background; asked after the first screen. Answers when it has come to an end. */
  check: ownJob.output(z.object({ sound: z.boolean(), tailLost: z.boolean() })),
}
