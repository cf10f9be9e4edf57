import { open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { outsideLimits } from '../../contract/exchange/outsideLimits.ts'
import { isProblem, Problem, problemText } from '../../contract/problem/problem.ts'
import { fromPem } from '../../crypto/certificate/certificate.ts'
import { unreadable } from '../../opc/fault.ts'
import { reasonText, type Reason } from '../../signature/reason.ts'
import type { DocxVerification } from '../../signature/verify.ts'
import { timeFor, type Apart } from '../job/apart.ts'
import { certifiedLog } from './logCertificate.ts'

/** What `mingcha verify` says: one JSON object and an exit code. 0 valid and trusted, 1 broken, 2 untrusted, 3 unreadable. */
export type FileVerdict = { readonly exitCode: 0 | 1 | 2 | 3; readonly report: object }

export type FileTrust = {
  /** PEM files of trusted authorities. A ca.pem that happens to lie beside the file is never trusted (decisions.md 24). */
  readonly authorities: readonly string[]
  /** Files with age identities that open a package. */
  readonly identities: readonly string[]
  /** ISO 8601; the moment to judge by: what was signed later, or by a certificate that had ended, is not trusted. */
  readonly at: string
}

/** The file is read on a thread apart: it may be anybody's. */
export async function verifyFile(file: string, trust: FileTrust, apart: Apart): Promise<FileVerdict> {
  try {
    const anchors = (await Promise.all(trust.authorities.map((path) => readTrust(path, fromPem)))).flat()
    return (await isAge(file))
      ? await verifyPackage(file, trust, anchors, apart)
      : await verifyMemo(file, trust, anchors, apart)
  } catch (error) {
    return { exitCode: 3, report: { file, verdict: 'unreadable', reasons: [reasonOf(error)] } }
  }
}

async function verifyMemo(
  file: string,
  { at }: FileTrust,
  anchors: readonly string[],
  apart: Apart,
): Promise<FileVerdict> {
  if ((await stat(file)).size > outsideLimits.zip.totalBytes) throw unreadable('too-large')
  const trust = { at, anchors: anchors.map((der) => Buffer.from(der, 'base64')) }
  const found = await apart.run('verifyDocx', [await readFile(file), trust], { name: file })
  const report = {
    file,
    kind: 'docx',
    ...found,
    reasons: found.reasons.map(withText),
    signatures: found.signatures.map((signature) => ({ ...signature, reasons: signature.reasons.map(withText) })),
  }
  return { exitCode: exitCodes[found.verdict], report }
}

const exitCodes = { valid: 0, broken: 1, untrusted: 2, unsigned: 1 } as const satisfies Record<
  DocxVerification['verdict'],
  FileVerdict['exitCode']
>

async function verifyPackage(
  file: string,
  trust: FileTrust,
  anchors: readonly string[],
  apart: Apart,
): Promise<FileVerdict> {
  const identities = (await Promise.all(trust.identities.map((path) => readTrust(path, identitiesIn)))).flat()
  const { state, reasons, ...found } = await apart.run('inspectSyncPackage', [{ file, identities }], {
    name: file,
    milliseconds: await timeFor(file),
  })
  const sender = certifiedLog(found.signer?.chain ?? [], anchors, trust.at)
  const verdict = state !== 'intact' ? state : sender === undefined ? 'untrusted' : 'valid'
  const report = {
    file,
    kind: 'mcsync',
    verdict,
    sender: sender ?? null,
    package: found.manifest ?? null,
    medium: found.file ?? null,
    signer: found.signer?.certificates ?? [],
    reasons: [
      ...reasons.map(({ kind, text }) => ({ code: kind, text })),
      ...(verdict === 'untrusted' ? [untrusted] : []),
    ],
  }
  return { exitCode: packageExitCodes[verdict], report }
}

const packageExitCodes = { valid: 0, broken: 1, untrusted: 2, unreadable: 3 } as const
const untrusted = { code: 'sender-untrusted', text: '发送方的证书不是由给出的证书机构签发的。' }

/** `age-encryption.org/v1`: what every package begins with. */
async function isAge(file: string): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(21), 0, 21, 0)
    return buffer.subarray(0, bytesRead).toString('latin1') === 'age-encryption.org/v1'
  } finally {
    await handle.close()
  }
}

/** A file that was given as a ground of trust and holds none is the wrong file: better said than judged without it. */
async function readTrust(path: string, parse: (text: string) => readonly string[]): Promise<readonly string[]> {
  const found = parse(await readFile(path, 'utf8').catch(() => ''))
  if (found.length === 0) throw new Problem('verify.trustUnreadable', { file: basename(path) })
  return found
}

function identitiesIn(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.startsWith('AGE-SECRET-KEY-1'))
}

function withText(reason: Reason): object {
  return { ...reason, text: reasonText(reason.code) }
}

function reasonOf(error: unknown): object {
  if (isProblem(error)) return { code: error.kind, text: sentence(error) }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
  return { code, text: '文件读不出来，请核对文件是否存在、能否打开。' }
}

function sentence(problem: Problem): string {
  const { happened, todo } = problemText(problem.kind, problem.details)
  return `${happened}${todo}`
}
