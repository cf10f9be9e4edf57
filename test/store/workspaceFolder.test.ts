import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockWorkspace } from '../../electron/store/database/folderLock.ts'
import {
  createWorkspaceFolder,
  readWorkspaceFile,
  type WorkspaceFile,
  writeWorkspaceFile,
} from '../../electron/store/folder/workspaceFolder.ts'
import { makeKeySlot, openKeySlot } from '../../electron/crypto/keySlot.ts'

const id = '0192f1a0-0000-7000-8000-000000000001'
const workspaceFile: WorkspaceFile = {
  format: 'mingcha-workspace/1',
  id,
  kind: 'team',
  drill: false,
  name: '第三检查组',
  createdAt: '2026-11-22T07:20:00.000Z',
  slots: [],
}

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mingcha-folder-'))
  folder = join(root, '工作区')
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('a new folder gets the layout, and its workspace.json reads back with slots that open', async () => {
  const workspaceKey = new Uint8Array(32).fill(7)
  const slot = await makeKeySlot({
    id,
    person: id,
    password: '四个互不相干的词',
    workspaceKey,
    cost: { n: 2, r: 8, p: 1 },
  })
  const recovery = { version: 1, kind: 'recovery', id, recipient: 'age1x', wrapped: 'YWdl' } as const
  await createWorkspaceFolder(folder)
  await writeWorkspaceFile(folder, { ...workspaceFile, slots: [slot, recovery] })
  const found = await readWorkspaceFile(folder)
  expect(found).toEqual({ ...workspaceFile, slots: [slot, recovery] })
  expect(await openKeySlot(found.slots[0] ?? slot, '四个互不相干的词')).toEqual(Buffer.from(workspaceKey))
  expect((await readdir(folder)).sort()).toEqual(['blobs', 'staging', 'workspace.json'])
})

test('an empty folder may become a workspace', async () => {
  await mkdir(folder)
  await createWorkspaceFolder(folder)
  expect((await readdir(folder)).sort()).toEqual(['blobs', 'staging'])
})

test('until workspace.json is written there is no workspace', async () => {
  await createWorkspaceFolder(folder)
  await expect(readWorkspaceFile(folder)).rejects.toMatchObject({ kind: 'workspace.notFound' })
})

test.each([
  ['workspace.json', 'workspace.exists'],
  ['store.db', 'workspace.folderNotEmpty'],
  ['照片.jpg', 'workspace.folderNotEmpty'],
  ['.hidden', 'workspace.folderNotEmpty'],
])('a folder that holds %s is refused with %s and left alone', async (name, kind) => {
  await mkdir(folder)
  await writeFile(join(folder, name), 'foreign')
  await expect(createWorkspaceFolder(folder)).rejects.toMatchObject({ kind })
  expect(await readdir(folder)).toEqual([name])
  expect(await readFile(join(folder, name), 'utf8')).toBe('foreign')
})

test('a file where the folder should be is refused and left alone', async () => {
  await writeFile(folder, 'foreign')
  await expect(createWorkspaceFolder(folder)).rejects.toMatchObject({ kind: 'workspace.folderNotEmpty' })
  expect(await readFile(folder, 'utf8')).toBe('foreign')
})

const written = JSON.stringify(workspaceFile)
test.each<[string, string | Uint8Array, string]>([
  ['a newer format', written.replace('workspace/1', 'workspace/2'), 'workspace.fromFuture'],
  ['a newer format of another shape', '{"format":"mingcha-workspace/12","shape":1}', 'workspace.fromFuture'],
  ['an unknown format', written.replace('mingcha-workspace/1', 'other/1'), 'workspace.unreadable'],
  ['version 0', written.replace('workspace/1', 'workspace/0'), 'workspace.unreadable'],
  ['no JSON', written.slice(0, -3), 'workspace.unreadable'],
  ['an empty file', '', 'workspace.unreadable'],
  ['invalid UTF-8', Buffer.concat([Buffer.from(written), Uint8Array.of(0xff)]), 'workspace.unreadable'],
  ['null', 'null', 'workspace.unreadable'],
  ['an id that is none', written.replace(id, '../../etc'), 'workspace.unreadable'],
  ['an unknown kind', written.replace('"team"', '"other"'), 'workspace.unreadable'],
  ['an unknown field', written.replace('{', '{"extra":1,'), 'workspace.unreadable'],
  ['a slot of unknown kind', written.replace('[]', '[{"version":1,"kind":"pin"}]'), 'workspace.unreadable'],
])('workspace.json with %s is refused and not rewritten', async (_, content, kind) => {
  await mkdir(folder)
  const path = join(folder, 'workspace.json')
  await writeFile(path, content)
  await expect(readWorkspaceFile(folder)).rejects.toMatchObject({ kind })
  expect(await readFile(path)).toEqual(Buffer.from(content))
})

test('a newer format names both versions', async () => {
  await mkdir(folder)
  await writeFile(join(folder, 'workspace.json'), '{"format":"mingcha-workspace/3"}')
  await expect(readWorkspaceFile(folder)).rejects.toMatchObject({ details: { found: 3, supported: 1 } })
})

test('no folder, and a folder without workspace.json, are not found', async () => {
  await expect(readWorkspaceFile(folder)).rejects.toMatchObject({ kind: 'workspace.notFound' })
  await expect(lockWorkspace(folder)).rejects.toMatchObject({ kind: 'workspace.notFound' })
  await mkdir(folder)
  await expect(readWorkspaceFile(folder)).rejects.toMatchObject({ kind: 'workspace.notFound' })
})

test('replacing workspace.json leaves nothing else behind', async () => {
  await createWorkspaceFolder(folder)
  await writeWorkspaceFile(folder, workspaceFile)
  await writeWorkspaceFile(folder, { ...workspaceFile, name: '改名后' })
  expect((await readWorkspaceFile(folder)).name).toBe('改名后')
  expect((await readdir(folder)).sort()).toEqual(['blobs', 'staging', 'workspace.json'])
})

test('a second opening in the same process is refused until the first is released', async () => {
  await createWorkspaceFolder(folder)
  const lock = await lockWorkspace(folder)
  await expect(lockWorkspace(folder)).rejects.toMatchObject({ kind: 'workspace.inUse' })
  lock.release()
  const again = await lockWorkspace(folder)
  again.release()
})

test('another process is refused, and its kill -9 frees the workspace', async () => {
  await createWorkspaceFolder(folder)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child', 'holdLock.ts'), folder])
  await once(child.stdout, 'data')
  await expect(lockWorkspace(folder)).rejects.toMatchObject({ kind: 'workspace.inUse' })
  child.kill('SIGKILL')
  await once(child, 'exit')
  const lock = await lockWorkspace(folder)
  lock.release()
})
