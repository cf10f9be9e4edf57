import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { schemaVersion } from '../../contract/catalogue/catalogue.ts'
import { selfSignedCertificate } from '../../crypto/certificate/certificateIssue.ts'
import { createLogKey } from '../../crypto/logKey.ts'
import { readPackage, withPart, writePackage, type OpcPackage } from '../../opc/package.ts'
import { withRelationship } from '../../opc/relationship.ts'
import { writeSyncPackage } from '../../syncPackage/write.ts'
import { createApart } from '../job/apart.ts'
import { logCertificateUnit } from '../trust/logCertificate.ts'
import { verifyFile, type FileVerdict } from '../trust/verifyFile.ts'
import type { DemoResult } from './play.ts'

export type Tampered = {
  readonly what: string
  readonly file: string
  readonly exitCode: number
  readonly told: string
}

/** Alters copies in the ways someone would try, and says how each is refused. The copies are not named .docx. */
export async function tamper(out: string, result: DemoResult): Promise<readonly Tampered[]> {
  const folder = join(out, '改动副本')
  await mkdir(folder, { recursive: true })
  const [memo = ''] = result.memos
  const copies = [
    ...(await alteredMemos(folder, await readFile(memo))),
    await alteredPackage(folder, result),
    await forgedSender(folder, result),
  ]
  const apart = createApart()
  const trust = {
    authorities: [result.ca],
    identities: [join(out, '数据包', '身份_总部.txt')],
    at: new Date().toISOString(),
  }
  const tampered = await Promise.all(
    copies.map(async ({ what, file }) => {
      const verdict = await verifyFile(file, trust, apart)
      return { what, file, exitCode: verdict.exitCode, told: reasonsOf(verdict) }
    }),
  )
  await apart.close()
  return tampered
}

type Copy = { readonly what: string; readonly file: string }

async function alteredMemos(folder: string, docx: Uint8Array): Promise<readonly Copy[]> {
  const pkg = await readPackage(docx)
  const alterations: readonly (readonly [string, OpcPackage])[] = [
    ['正文改了一个字', alterText(pkg)],
    ['换了一张照片的一个字节', alterPhoto(pkg)],
    ['加了一个批注部件', addPart(pkg)],
  ]
  return Promise.all(
    alterations.map(async ([what, altered]) => {
      const file = join(folder, `${what}.memo`)
      await writeFile(file, await writePackage(altered))
      return { what, file }
    }),
  )
}

function alterText(pkg: OpcPackage): OpcPackage {
  const part = partNamed(pkg, /^\/word\/document\.xml$/)
  const text = new TextDecoder().decode(part.bytes)
  const altered = text.replace('意见', '意思')
  if (altered === text) throw new Error('the memo of the demo has no such word')
  return withPart(pkg, { ...part, bytes: new TextEncoder().encode(altered) })
}

function alterPhoto(pkg: OpcPackage): OpcPackage {
  const part = partNamed(pkg, /\.jpe?g$/)
  const bytes = Buffer.from(part.bytes)
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
  return withPart(pkg, { ...part, bytes })
}

function addPart(pkg: OpcPackage): OpcPackage {
  const comments = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml'
  const added = withPart(pkg, {
    name: '/word/comments.xml',
    contentType: type,
    bytes: new TextEncoder().encode(comments),
  })
  return withRelationship(added, '/word/document.xml', {
    id: 'rIdAdded',
    type: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments',
    target: 'comments.xml',
    targetMode: 'Internal',
  })
}

function partNamed(pkg: OpcPackage, name: RegExp) {
  const part = [...pkg.parts.values()].find((candidate) => name.test(candidate.name))
  if (part === undefined) throw new Error('the memo of the demo lacks a part')
  return part
}

async function alteredPackage(folder: string, result: DemoResult): Promise<Copy> {
  const what = '数据包改了一个字节'
  const source = result.toHeadquarters
  const bytes = await readFile(source)
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
  const file = join(folder, `改动_${basename(source)}`)
  await writeFile(file, bytes)
  return { what, file }
}

/** Someone who knows the leader's log, but not its key, writes a package in her name. */
async function forgedSender(folder: string, { sender, recipient }: DemoResult): Promise<Copy> {
  const key = createLogKey()
  const madeAt = new Date().toISOString()
  const certificate = await selfSignedCertificate({
    subject: { name: sender.log, unit: logCertificateUnit('检查组', sender.name) },
    usage: 'log',
    drill: true,
    privateKey: key.privateKeyPkcs8,
    notBefore: madeAt,
    notAfter: new Date(Date.now() + 86_400_000).toISOString(),
  })
  const file = join(folder, '冒名_检查组至总部_第9号.mcsync')
  await writeSyncPackage({
    file,
    manifest: {
      programVersion: '0.1.0',
      drill: true,
      schemaVersion,
      madeAt,
      sender,
      recipients: [{ log: sender.log, recipient }],
      serial: 9,
      ranges: [],
    },
    async *lines() {},
    blobs: [],
    signer: { privateKey: key.privateKeyPkcs8, chain: [certificate] },
    recipients: [recipient],
  })
  return { what: '冒用别人名义的数据包', file }
}

function reasonsOf({ report }: FileVerdict): string {
  const { reasons = [], signatures = [] } = report as {
    readonly reasons?: readonly { readonly text: string }[]
    readonly signatures?: readonly { readonly reasons: readonly { readonly text: string }[] }[]
  }
  const texts = [...reasons, ...signatures.flatMap((signature) => signature.reasons)].map(({ text }) => text)
  return [...new Set(texts)].join('')
}
