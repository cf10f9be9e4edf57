/** Bounds of a package, in bytes. Writer and reader hold the same ones, so that what is written can be read. */
export type PackageLimits = {
  readonly manifest: number
  readonly signature: number
  readonly line: number
  readonly changes: number
  readonly blob: number
  /** The whole file. */
  readonly file: number
}

export const packageLimits: PackageLimits = {
  manifest: 64 * 1024 ** 2,
  signature: 128 * 1024,
  line: 1024 ** 2,
  changes: 4 * 1024 ** 3,
  // What the eleven octal digits of a POSIX header can say; so no entry needs an extension of tar.
  blob: 8 * 1024 ** 3 - 1,
  file: 128 * 1024 ** 3,
}
