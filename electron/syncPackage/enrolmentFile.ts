import { createReadStream } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { finished, pipeline } from 'node:stream/promises'
import type * as z from 'zod'
import {
  answerFormat,
  requestFormat,
  requestSchema,
  requestSchemas,
  signedAnswerSchema,
  signedAnswerSchemas,
  type EnrolmentAnswer,
  type EnrolmentRequest,
  type SignedEnrolmentAnswer,
} from '../contract/exchange/enrolment.ts'
import { outsideLimits } from '../contract/exchange/outsideLimits.ts'
import { isProblem, Problem } from '../contract/problem/problem.ts'
import { decryptAge } from '../crypto/age.ts'
import type { JsonValue } from '../crypto/canonicalJson.ts'
import { certificateFacts, readCertificate, type CertificateUsage } from '../crypto/certificate/certificate.ts'
import { verifyChain } from '../crypto/certificate/certificateChain.ts'
import { selfSignedCertificate, type Authority } from '../crypto/certificate/certificateIssue.ts'
import { comparisonCode } from '../crypto/code.ts'
import { RunningHash, sha256Hex, type HashResult } from '../crypto/hash.ts'
import { readJws, signJws } from '../crypto/jws.ts'
import { assertBound } from '../crypto/logId.ts'
import type { ScryptCost } from '../crypto/passwordBox.ts'
import { publicKeySpki, readPrivateKey } from '../crypto/privateKey.ts'
import { readSigningRequest } from '../crypto/certificate/signingRequest.ts'
import { fileFault } from './fileFault.ts'
import { hashFile, writeSealedFile } from './sealedFile.ts'
import { readSource } from './sourceFile.ts'
import { TarReader } from './tarReader.ts'
import { tarSize, writeTar } from './tarWriter.ts'

/**
 * `sha256` is of the signed text and `code` its twelve digits, which two people compare (decisions.md 19). A cost of the code
 * other than that of the format is for tests alone.
 */
type Signed = { readonly sha256: string; readonly code: string }

/**
 * The text of a `.mcreq` file: a JWS by the log's own key (PKCS#8, base64url). No authority knows that key yet, so the
 * certificate that the JWS names it by is self-signed.
 */
export async function writeRequest(
  asked: Omit<EnrolmentRequest, 'format'>,
  logKey: string,
  codeCost?: ScryptCost,
): Promise<Signed & { readonly text: string }> {
  const request = requestSchema.parse({ ...asked, format: requestFormat })
  const certificate = await selfSignedCertificate({
    subject: { name: request.birth.log },
    usage: 'log',
    drill: request.drill,
    privateKey: logKey,
    notBefore: request.madeAt,
    notAfter: request.madeAt,
  })
  const text = await signJws(request, { privateKey: readPrivateKey(logKey), chain: [certificate], typ: requestType })
  return { text, ...(await signedOf(text, codeCost)) }
}

/**
 * A request whose log holds the key it names, and whose people hold theirs. Who they are, only the compared code tells.
 * Problems `enrolment.requestInvalid`, `enrolment.newer`, `log.idForged`.
 */
export async function readRequest(
  text: string,
  codeCost?: ScryptCost,
): Promise<Signed & { readonly request: EnrolmentRequest }> {
  const token = text.trim()
  if (token.length > outsideLimits.token.request) throw requestInvalid()
  const { payload, chain } = await readToken(token, requestType, requestInvalid)
  const request = readPayload(payload, requestSchemas, requestInvalid)
  assertBound(request.birth)
  if (leafKey(chain, 'log') !== request.birth.publicKey) throw requestInvalid()
  for (const person of request.people) await assertOwnKey(person)
  return { request, ...(await signedOf(token, codeCost)) }
}

export type AnswerWriting = {
  readonly file: string
  /** The asking laptop's age recipient. */
  readonly recipient: string
  readonly answer: Omit<EnrolmentAnswer, 'format'>
  readonly authority: Authority
  /** Path of the channel's first package, sealed for the same laptop. */
  readonly channelPackage: string
  readonly codeCost?: ScryptCost | undefined
}

/** Writes a `.mcans` file: age around a tar of `answer.jws` and `channel.mcsync`. Problems of `writeSealedFile`. */
export async function writeAnswer(writing: AnswerWriting): Promise<Signed> {
  const { file, recipient, authority, channelPackage } = writing
  const channel = await measure(channelPackage)
  const answer = signedAnswerSchema.parse({ ...writing.answer, format: answerFormat, channel })
  const { chain, privateKey } = authority
  const token = await signJws(answer, { privateKey: readPrivateKey(privateKey), chain, typ: answerType })
  const bytes = Buffer.from(token)
  const entries = [
    { name: tokenName, size: bytes.length, content: () => oneOf(bytes) },
    { name: channelName, size: channel.size, content: (): AsyncIterable<Buffer> => createReadStream(channelPackage) },
  ]
  await writeSealedFile({
    file,
    recipients: [recipient],
    plainSize: tarSize(entries.map(({ size }) => size)),
    content: () => writeTar(entries, answer.madeAt),
  })
  return signedOf(token, writing.codeCost)
}

export type AnswerReading = {
  readonly file: string
  readonly identities: readonly string[]
  /** Where to leave the channel's package, still sealed; left out, it is checked and not kept. */
  readonly channelPackage?: string
  readonly codeCost?: ScryptCost | undefined
}

/**
 * An answer that its authority signed and whose certificates that authority gave. Whether it is the right authority, only
 * the compared code tells. Problems `enrolment.answerInvalid`, `enrolment.answerNotForYou`, `enrolment.newer`, `log.idForged`,
 * `package.unreadable`.
 */
export async function readAnswer(reading: AnswerReading): Promise<Signed & { readonly answer: SignedEnrolmentAnswer }> {
  const { file, identities, channelPackage, codeCost } = reading
  let token: string | undefined
  let answer: SignedEnrolmentAnswer | undefined
  try {
    await pipeline(
      readSource({ file, limit: outsideLimits.package.blob + 2 * outsideLimits.token.answer }),
      decryptAge(identities),
      async (plain: AsyncIterable<Uint8Array>) => {
        const tar = new TarReader(plain)
        await tar.open({ name: tokenName, limit: outsideLimits.token.answer })
        token = (await buffer(tar.content())).toString('latin1')
        answer = await verifyAnswer(token)
        await tar.open({ name: channelName, size: answer.channel.size, limit: outsideLimits.package.blob })
        await keepChannel(tar, answer.channel, channelPackage)
        await tar.end()
      },
    )
  } catch (error) {
    if (channelPackage !== undefined) await rm(channelPackage, { force: true })
    throw answerFault(error)
  }
  if (token === undefined || answer === undefined) throw new Error('the answer ended without being read')
  return { answer, ...(await signedOf(token, codeCost)) }
}

const requestType = 'mcreq'
const answerType = 'mcans'
const tokenName = 'answer.jws'
const channelName = 'channel.mcsync'

async function signedOf(token: string, codeCost: ScryptCost | undefined): Promise<Signed> {
  return { sha256: sha256Hex(token), code: await comparisonCode(token, codeCost) }
}

async function readToken(token: string, typ: string, invalid: () => Problem) {
  return readJws(token, { typ }).catch((error: unknown) => {
    throw isProblem(error) ? invalid() : error
  })
}

/** A later format is told apart from a broken file, so that the person updates instead of copying again. */
function readPayload<T>(payload: JsonValue, schemas: ReadonlyMap<string, z.ZodType<T>>, invalid: () => Problem): T {
  const found = String((payload as { readonly format?: unknown } | null)?.format)
  const schema = schemas.get(found)
  if (schema === undefined && isOfSameName(found, [...schemas.keys()])) throw new Problem('enrolment.newer', {})
  const read = schema?.safeParse(payload)
  if (read?.success !== true) throw invalid()
  return read.data
}

/** A format is its name, a slash and its version. */
function isOfSameName(found: string, known: readonly string[]): boolean {
  return known.some((format) => found.startsWith(format.slice(0, format.indexOf('/') + 1)))
}

/** SPKI of the signer, undefined when its certificate is for something else. */
function leafKey([leaf]: readonly string[], usage: CertificateUsage): string | undefined {
  if (leaf === undefined || certificateFacts(leaf).usage !== usage) return undefined
  return publicKeySpki(readCertificate(leaf).publicKey)
}

async function assertOwnKey({ request, algorithm }: EnrolmentRequest['people'][number]): Promise<void> {
  const facts = await readSigningRequest(request).catch((error: unknown) => {
    throw isProblem(error) ? requestInvalid() : error
  })
  if (facts.algorithm !== algorithm) throw requestInvalid()
}

async function verifyAnswer(token: string): Promise<SignedEnrolmentAnswer> {
  const { payload, chain } = await readToken(token, answerType, answerInvalid)
  const answer = readPayload(payload, signedAnswerSchemas, answerInvalid)
  for (const { birth } of answer.headquarters.logs) assertBound(birth)
  const { authorityChain, certificates, madeAt } = answer
  const same = chain.length === authorityChain.length && chain.every((der, index) => der === authorityChain[index])
  if (!same || leafKey(chain, 'authority') === undefined) throw answerInvalid()
  const anchors = authorityChain.slice(-1)
  for (const { person, chain: issued } of certificates) {
    const usage = person === undefined ? 'log' : 'person'
    if (!verifyChain({ chain: issued, anchors, at: madeAt, usage }).trusted) throw answerInvalid()
  }
  return answer
}

async function measure(file: string): Promise<HashResult> {
  try {
    return await hashFile(file, { count: () => undefined, signal: undefined })
  } catch (error) {
    throw fileFault(error, 'reading', undefined)
  }
}

async function* oneOf(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield bytes
}

async function keepChannel(tar: TarReader, expected: HashResult, file: string | undefined): Promise<void> {
  const hash = new RunningHash()
  async function* hashed(): AsyncGenerator<Buffer, void, undefined> {
    for await (const piece of tar.content()) {
      hash.update(piece)
      yield piece
    }
    if (hash.result().sha256 !== expected.sha256) throw answerInvalid()
  }
  if (file === undefined) await finished(Readable.from(hashed()).resume())
  // No stream: one that fails before its file is open makes the file after the caller has removed it.
  else await writeFile(file, hashed(), { mode: 0o600 })
}

function answerFault(error: unknown): unknown {
  if (!isProblem(error)) return error
  if (error.kind === 'package.notForYou') return new Problem('enrolment.answerNotForYou', {})
  const broken =
    error.kind === 'package.damaged' || error.kind === 'package.unsafe' || error.kind === 'package.tooLarge'
  return broken ? answerInvalid() : error
}

function requestInvalid(): Problem {
  return new Problem('enrolment.requestInvalid', {})
}

function answerInvalid(): Problem {
  return new Problem('enrolment.answerInvalid', {})
}
