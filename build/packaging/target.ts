/** A machine that the program is packed for. The names are Node's. */
export type Target = (typeof targets)[number]

export const targets = [
  { platform: 'win32', arch: 'x64' },
  { platform: 'linux', arch: 'x64' },
  { platform: 'linux', arch: 'arm64' },
] as const

export function targetName({ platform, arch }: Target): string {
  return `${platform}-${arch}`
}

/** Throws an Error that lists the targets there are. */
export function targetOfName(name: string): Target {
  const found = targets.find((target) => targetName(target) === name)
  if (found === undefined) throw new Error(`no target ${name}; there are ${targets.map(targetName).join(', ')}`)
  return found
}
