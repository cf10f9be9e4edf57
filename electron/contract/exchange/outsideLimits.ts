/**
 * What anything that comes from outside may come to: one table for every parser (electron/README §6). Bytes alone bound no cost:
 * 17 KB of zip unfold to millions of elements in each other. The worst that these let in costs a thread, never the process
 * (`services/job/apart.ts`).
 */
export const outsideLimits = {
  /**
   * Of one part of a .docx; a node is whatever the parser makes one of: an element, a comment, an instruction, a CDATA section. A
   * memo of 300 findings has 13 levels, 52,379 elements and 33 attributes of one element at most.
   */
  xml: { bytes: 48 * 1024 ** 2, depth: 256, nodes: 1_000_000, attributes: 500, allAttributes: 2_000_000 },
  /** Sizes are those after inflating. `ratio`: how many times its own size a file may unfold to, once that is more than `freeBytes`. */
  zip: {
    entries: 5_000,
    entryBytes: 128 * 1024 ** 2,
    totalBytes: 512 * 1024 ** 2,
    nameBytes: 512,
    ratio: 200,
    freeBytes: 8 * 1024 ** 2,
  },
  /** A signature names its objects and its parts once; more would make the verifier hash the same content over and over. */
  signature: { bytes: 8 * 1024 ** 2, objects: 32, parts: 10_000, perDocument: 64 },
  /** How deep any JSON text may go. How many members it may have stands beside each kind of text. */
  json: { depth: 64 },
  /** Of what is signed before anybody is known: a request or an answer of enrolment, with a thousand people and their chains. */
  token: { request: 2 * 1024 ** 2, answer: 32 * 1024 ** 2, members: 200_000 },
  /**
   * Bytes of a package. Writer and reader hold the same ones, so that what is written can be read. `blob` and `changes` are
   * what a POSIX header can say; so no entry needs an extension of tar.
   */
  package: {
    manifest: 64 * 1024 ** 2,
    signature: 128 * 1024,
    line: 1024 ** 2,
    changes: 4 * 1024 ** 3,
    blob: 8 * 1024 ** 3 - 1,
    file: 128 * 1024 ** 3,
    /** Of a manifest of these bytes: it names each of its files by two members of an object. */
    manifestMembers: 2_500_000,
    /** What is held of a manifest before it is known who signed it; a larger one is hashed on the way, held by nobody. */
    strangersManifest: 1024 ** 2,
  },
  /** Of a version's list of what it printed, which is read whole. */
  printed: { bytes: 32 * 1024 ** 2, members: 1_000_000 },
  /** Of a drawn signature: what is drawn of it, whatever was sent (picture/ink.ts). */
  ink: { points: 2_400 },
  /** Of the threads that take apart what strangers wrote: how many, the heap of each, and how long one file may take. */
  thread: { threads: 2, heapMegabytes: 512, milliseconds: 30_000, millisecondsPerMegabyte: 1_000 },
} as const

export type PackageLimits = { readonly [L in keyof typeof outsideLimits.package]: number }
