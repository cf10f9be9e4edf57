import { copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkRuntimeFile } from '../../build/packaging/electronRuntime.ts'
import { checkNativeModules } from '../../build/packaging/nativeModules.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { linux, linuxArm, packFolder, workFolder, writeStandInBuild } from './packed.ts'
import { writeStandInRuntime } from './standInRuntime.ts'

const modules = 'resources/app.asar.unpacked/node_modules'
const database = `${modules}/better-sqlite3/prebuilds/linux-x64.node`
const libvips = `${modules}/@img/sharp-libvips-linux-x64`

let work: string
beforeAll(async () => {
  work = await workFolder()
})
afterAll(() => rm(work, { recursive: true, force: true }))

/** A packed folder as it should be: a program, and the native modules of this checkout. */
async function soundFolder(name: string): Promise<string> {
  const folder = join(work, name)
  await writeStandInRuntime(folder, linux)
  const from = join(projectRoot, 'node_modules')
  await cp(join(from, '@img'), join(folder, modules, '@img'), { recursive: true })
  await mkdir(join(folder, modules, 'better-sqlite3/prebuilds'), { recursive: true })
  await copyFile(join(from, 'better-sqlite3/prebuilds/linux-x64.node'), join(folder, database))
  return folder
}

const check = (folder: string) => checkNativeModules(folder, join(folder, 'electron'), linux)

it('accepts a folder with all native modules of its machine', async () => {
  await expect(check(await soundFolder('sound'))).resolves.toBeUndefined()
})

it('names every native module that is missing', async () => {
  const folder = await soundFolder('missing')
  await rm(join(folder, database))
  await rm(join(folder, libvips), { recursive: true })
  await expect(check(folder)).rejects.toThrow(
    /would not start on linux-x64:\n +better-sqlite3 for linux-x64 is missing\n +sharp's libvips for linux-x64 is missing$/,
  )
})

it('names a native module of another machine, whatever its name says', async () => {
  const folder = await soundFolder('foreign')
  await copyFile(join(projectRoot, 'node_modules/better-sqlite3/prebuilds/linux-arm64.node'), join(folder, database))
  await expect(check(folder)).rejects.toThrow('better-sqlite3/prebuilds/linux-x64.node is for linux-arm64')
})

it('takes an empty or cut file for a missing one', async () => {
  const folder = await soundFolder('cut')
  await writeFile(join(folder, database), '')
  await expect(check(folder)).rejects.toThrow('better-sqlite3 for linux-x64 is missing')
})

it('refuses to pack on the runtime of another machine, and leaves no package', async () => {
  const built = join(work, 'built')
  await writeStandInBuild(built)
  const runtime = join(work, 'arm')
  await writeStandInRuntime(runtime, linuxArm)
  const packing = packFolder({ work, built, target: linux, more: ['--electron', runtime] })
  await expect(packing).rejects.toThrow('the program mingcha is for linux-arm64')
  await expect(readdir(join(work, 'output'))).resolves.toEqual([])
})

it('refuses to pack before the program is built', async () => {
  const packing = packFolder({ work, built: join(work, 'nothing'), target: linux })
  await expect(packing).rejects.toThrow('run "npm run build" first')
})

it("refuses a runtime whose file is not the one that Electron's npm package lists", async () => {
  const zip = join(work, 'electron-v45.4.1-linux-x64.zip')
  await writeFile(zip, 'not what was published')
  await expect(checkRuntimeFile(projectRoot, zip)).rejects.toThrow('SHA-256 differs')
  await expect(checkRuntimeFile(projectRoot, join(work, 'electron-v44.0.0-linux-x64.zip'))).rejects.toThrow(
    'no file of this version',
  )
})
