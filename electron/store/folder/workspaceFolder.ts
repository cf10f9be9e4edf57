import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { Problem } from '../../contract/problem/problem.ts'
import { workspaceKinds } from '../../contract/workspace.ts'
import { hasCode, syncFolder, writeFileDurably } from './durable.ts'
import { keySlotSchema } from './keySlotSchema.ts'

/** `workspace.json`: all that is known of a workspace before a password is given. The format is final. */
export type WorkspaceFile = Readonly<z.infer<typeof workspaceFileSchema>>

/** A workspace folder: `workspace.json`, `store.db`, `blobs/xx/…`, `staging/`, `lock` (decisions.md 23). */
export type WorkspacePaths = {
  readonly file: string
  readonly database: string
  readonly blobs: string
  readonly staging: string
  readonly lock: string
}

export function workspacePaths(folder: string): WorkspacePaths {
  return {
    file: join(folder, 'workspace.json'),
    database: join(folder, 'store.db'),
    blobs: join(folder, 'blobs'),
    staging: join(folder, 'staging'),
    lock: join(folder, 'lock'),
  }
}

/**
 * Makes the empty layout in a folder that is absent or empty. `workspace.json` is written last, by `writeWorkspaceFile`,
 * when everything else is in place: a killed creation leaves no workspace. Problem `workspace.exists`,
 * `workspace.folderNotEmpty`, `disk.full`.
 */
export async function createWorkspaceFolder(folder: string): Promise<void> {
  const names = await namesIn(folder)
  if (names.includes('workspace.json')) throw new Problem('workspace.exists', {})
  if (names.length > 0) throw new Problem('workspace.folderNotEmpty', {})
  await makeLayout(folder)
}

/** Problem `workspace.notFound`, `workspace.unreadable`, `workspace.fromFuture`. */
export async function readWorkspaceFile(folder: string): Promise<WorkspaceFile> {
  const text = await readText(workspacePaths(folder).file)
  const found = parseJson(text)
  const { format } = parseWith(formatSchema, found)
  const version = Number(format.slice(formatName.length))
  if (version > formatVersion) throw new Problem('workspace.fromFuture', { found: version, supported: formatVersion })
  return parseWith(workspaceFileSchema, found)
}

/** Writes or replaces `workspace.json` at once. Problem `disk.full`. */
export async function writeWorkspaceFile(folder: string, file: WorkspaceFile): Promise<void> {
  const checked = workspaceFileSchema.parse(file)
  await writeFileDurably(workspacePaths(folder).file, `${JSON.stringify(checked, undefined, 2)}\n`)
}

const formatName = 'mingcha-workspace/'
const formatVersion = 1
export const workspaceFormat = `${formatName}${formatVersion}` as const

const formatSchema = z.object({ format: z.string().regex(/^mingcha-workspace\/[1-9]\d{0,5}$/) })

const workspaceFileSchema = z.strictObject({
  format: z.literal(workspaceFormat),
  id: z.uuid(),
  kind: z.enum(workspaceKinds),
  drill: z.boolean(),
  name: z.string().min(1).max(100),
  createdAt: z.iso.datetime({ precision: 3 }),
  slots: z.array(keySlotSchema).max(1000),
})

async function makeLayout(folder: string): Promise<void> {
  const { blobs, staging } = workspacePaths(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await mkdir(blobs, { mode: 0o700 })
  await mkdir(staging, { mode: 0o700 })
  await syncFolder(folder)
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    // A file of that name: as foreign as a full folder.
    if (hasCode(error, 'ENOTDIR')) throw new Problem('workspace.folderNotEmpty', {})
    throw error
  }
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw new Problem('workspace.notFound', {})
    throw new Problem('workspace.unreadable', {})
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('workspace.unreadable', {})
  }
}

function parseWith<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (!result.success) throw new Problem('workspace.unreadable', {})
  return result.data
}
