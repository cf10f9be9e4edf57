import { Readable } from 'node:stream'
import type { BirthRecord, ChangeLine } from '../../electron/contract/change.ts'
import type { ManifestRange } from '../../electron/contract/syncPackage.ts'
import { createIdentity, type AgeKeys } from '../../electron/crypto/age.ts'
import {
  createAuthority,
  issueCertificate,
  type Authority,
} from '../../electron/crypto/certificate/certificateIssue.ts'
import { hashBirth, hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { sha256, sha256Hex } from '../../electron/crypto/hash.ts'
import { birthOfLog } from '../../electron/crypto/logId.ts'
import { createLogKey, signHead } from '../../electron/crypto/logKey.ts'
import { uuidV5 } from '../../electron/crypto/uuid.ts'
import type { PackageSigner } from '../../electron/syncPackage/manifest.ts'
import type { PackageBlob, PackageWriting } from '../../electron/syncPackage/write.ts'

export const madeAt = '2026-11-22T07:20:00.000Z'

/** A log with its key and its certificate under an authority, and the age keys of its owner. */
export type Sender = {
  readonly log: string
  readonly birth: BirthRecord
  readonly signer: PackageSigner
  readonly age: AgeKeys
  readonly authority: Authority
}

export async function createSender(name: string, authority?: Authority): Promise<Sender> {
  const key = createLogKey()
  const birth = bornLog(name, key.publicKeySpki)
  const { log } = birth
  const above =
    authority ??
    (await createAuthority({
      name: '某省税务局发证机构',
      drill: false,
      notBefore: madeAt,
      years: 10,
      algorithm: 'p-256',
    }))
  const own = await issueCertificate({
    publicKey: key.publicKeySpki,
    subject: { name: log, unit: '第一检查组' },
    usage: 'log',
    authority: above,
    notBefore: madeAt,
    notAfter: '2029-11-22T07:20:00.000Z',
  })
  return {
    log,
    birth,
    signer: { privateKey: key.privateKeyPkcs8, chain: [own, ...above.chain] },
    age: await createIdentity(),
    authority: above,
  }
}

export function bornLog(name: string, publicKey: string): BirthRecord {
  const salt = sha256(`salt of ${name}`).toString('base64url', 0, 16)
  return birthOfLog(Date.parse(madeAt), { publicKey, predecessor: null, salt })
}

export function seededId(name: string): string {
  return uuidV5('9d1f2c4a-5b6e-4f70-8a91-0c2d3e4f5061', name)
}

/** A chain of `count` real changes; every seventh body is withheld and every eleventh sealed. */
export function makeLines(sender: Pick<Sender, 'log' | 'birth'>, count: number): ChangeLine[] {
  const lines: ChangeLine[] = []
  let previous = hashBirth(sender.birth)
  for (let number = 1; number <= count; number += 1) {
    const line = makeLine(sender.log, number, previous)
    previous = hashHeader(line.header)
    lines.push(line)
  }
  return lines
}

export function makeRange(sender: Omit<Sender, 'authority'>, lines: readonly ChangeLine[]): ManifestRange {
  const last = lines.at(-1)?.header
  if (last === undefined) throw new Error('a range has at least one line')
  const head = hashHeader(last)
  const signedHead = signHead({ log: sender.log, number: last.number, hash: head }, sender.signer.privateKey)
  return {
    birth: sender.birth,
    from: lines[0]?.header.number ?? 1,
    to: last.number,
    bodiesFrom: 1,
    bodiesTo: last.number,
    head,
    signedHead,
    chain: [...sender.signer.chain],
  }
}

export function makeBlob(bytes: Buffer): PackageBlob {
  return {
    sha256: sha256Hex(bytes),
    size: bytes.length,
    open: async () => Readable.from([bytes], { objectMode: false }),
  }
}

/** Bytes that no compressor and no parser mistakes for something else; the same for the same seed. */
export function seededBytes(seed: string, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let offset = 0; offset < size; offset += 32) sha256(`${seed}/${offset}`).copy(bytes, offset)
  return bytes
}

export function packageOf(
  sender: Sender,
  to: AgeKeys,
  parts: { readonly file: string; readonly lines: readonly ChangeLine[]; readonly blobs: readonly PackageBlob[] },
): PackageWriting {
  return {
    file: parts.file,
    manifest: {
      programVersion: '0.1.0',
      drill: false,
      schemaVersion: 1,
      madeAt,
      sender: {
        log: sender.log,
        workspace: seededId('workspace'),
        name: '第一检查组',
        recipient: sender.age.recipient,
      },
      recipients: [{ log: seededId('headquarters'), recipient: to.recipient }],
      serial: 1,
      ranges: parts.lines.length === 0 ? [] : [makeRange(sender, parts.lines)],
    },
    lines: async function* () {
      yield* parts.lines
    },
    blobs: parts.blobs,
    signer: sender.signer,
    recipients: [to.recipient],
  }
}

function makeLine(log: string, number: number, previous: string): ChangeLine {
  const salt = sha256(`salt ${log} ${number}`).subarray(0, 16)
  const body = {
    author: seededId('inspector'),
    at: madeAt,
    entity: 'finding',
    id: seededId(`finding ${number}`),
    kind: 'row' as const,
    set: { fact: `第${number}号问题：办税服务厅未公示收费依据，窗口一度无人值守。𠮷`, severity: null, minutes: number },
    replaces: { fact: number > 1 ? [previous] : [] },
  }
  const header = {
    body: hashBody(salt, body),
    clock: `${Date.parse(madeAt) + number}-0000`,
    log,
    number,
    operation: seededId(`operation ${number}`),
    previous,
    schemaVersion: 1,
  }
  if (number % 7 === 0) return { state: 'withheld', header }
  if (number % 11 === 0) return { state: 'sealed', header, sealed: sha256(`sealed ${number}`).toString('base64') }
  return { state: 'present', header, salt: salt.toString('base64url'), body }
}
