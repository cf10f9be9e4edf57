import { basename, join, relative } from 'node:path'
import { machineOf, nativeFiles } from './nativeFile.ts'
import { targetName, type Target } from './target.ts'

/**
 * Makes sure that a packed folder (the one with the program itself and `resources/`) can start on its target: the
 * program and every native file are made for that machine, and none that the application loads is missing. Throws an
 * Error that lists every fault, so that no installer is made from a folder that fails.
 */
export async function checkNativeModules(packed: string, program: string, target: Target): Promise<void> {
  const wanted = targetName(target)
  const modules = join(packed, 'resources', 'app.asar.unpacked', 'node_modules')
  const found = (await nativeFiles(modules).catch(() => [])).map(({ path, machine }) => ({
    path: relative(modules, path).replaceAll('\\', '/'),
    machine,
  }))
  const programMachine = await machineOf(program).catch(() => undefined)
  const faults = [
    ...neededFiles(target)
      .filter(({ pattern }) => !found.some(({ path }) => pattern.test(path)))
      .map(({ name }) => `${name} for ${wanted} is missing`),
    ...found.filter(({ machine }) => machine !== wanted).map(({ path, machine }) => `${path} is for ${machine}`),
    ...(programMachine === wanted
      ? []
      : [`the program ${basename(program)} is for ${programMachine ?? 'no machine, or missing'}`]),
  ]
  if (faults.length > 0) throw new Error(`this package would not start on ${wanted}:\n  ${faults.join('\n  ')}`)
}

/** What `better-sqlite3` and `sharp` load at run time, as paths under node_modules. */
function neededFiles(target: Target): readonly { readonly name: string; readonly pattern: RegExp }[] {
  const name = targetName(target)
  const vips =
    target.platform === 'win32'
      ? new RegExp(`^@img/sharp-${name}/lib/libvips-\\d+\\.dll$`)
      : new RegExp(`^@img/sharp-libvips-${name}/lib/libvips-cpp\\.so`)
  return [
    { name: 'better-sqlite3', pattern: new RegExp(`^better-sqlite3/prebuilds/${name}\\.node$`) },
    { name: 'sharp', pattern: new RegExp(`^@img/sharp-${name}/lib/sharp-${name}[^/]*\\.node$`) },
    { name: "sharp's libvips", pattern: vips },
  ]
}
