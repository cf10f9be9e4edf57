import * as z from 'zod'
import { roles } from './capability.ts'
import { birthRecordSchema, logIdSchema, sha256Schema } from './change.ts'

/** Formats of enrolment (electron/README §8, decision 19): a request file `.mcreq`, an answer file `.mcans`. */
export const requestFormat = 'mcreq/1'
export const answerFormat = 'mcans/1'

const instantSchema = z.iso.datetime({ precision: 3 })
/** DER in base64, the holder's own certificate first. */
const chainSchema = z.array(z.base64().max(12_000)).min(1).max(8)
const recipientSchema = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/)

/** What a laptop asks for, signed by the key of its log. */
export const requestSchema = z.strictObject({
  format: z.literal(requestFormat),
  workspace: z.uuid(),
  workspaceName: z.string().min(1).max(100),
  drill: z.boolean(),
  birth: birthRecordSchema,
  recipient: recipientSchema,
  people: z
    .array(
      z.strictObject({
        person: z.uuid(),
        name: z.string().min(1).max(40),
        post: z.string().max(60),
        algorithm: z.string().regex(/^[a-z0-9-]{1,20}$/),
        /** PKCS#10, DER in base64. */
        request: z.base64().max(8000),
      }),
    )
    .min(1)
    .max(100),
  madeAt: instantSchema,
  programVersion: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
})
export type EnrolmentRequest = z.infer<typeof requestSchema>

const answerFields = {
  format: z.literal(answerFormat),
  /** SHA-256 of the request file's text that is answered. */
  requestSha256: sha256Schema,
  headquarters: z.strictObject({
    workspace: z.uuid(),
    name: z.string().min(1).max(100),
    drill: z.boolean(),
    /** The log that headquarters writes, and the channel in which it speaks to this team (decision 3). */
    logs: z.array(z.strictObject({ birth: birthRecordSchema, kind: z.enum(['main', 'channel']) })).length(2),
    recipient: recipientSchema,
  }),
  /** The authority's own certificate first, the root last. */
  authorityChain: chainSchema,
  /** For a person or for a log: exactly one of the two is named. */
  certificates: z
    .array(
      z
        .strictObject({ person: z.uuid().exactOptional(), log: logIdSchema.exactOptional(), chain: chainSchema })
        .refine(({ person, log }) => (person === undefined) !== (log === undefined), { error: 'one holder' }),
    )
    .max(1000),
  letter: z.string().regex(/^[A-Z]\d{0,3}$/),
  roles: z.array(z.strictObject({ person: z.uuid(), role: z.enum(roles) })).max(1000),
  /** The other laptops of the team, so that packages can go between them. */
  peers: z.array(z.strictObject({ log: logIdSchema, name: z.string().max(100), recipient: recipientSchema })).max(1000),
  revocations: z
    .array(
      z.strictObject({ kind: z.enum(['证书', '人员', '日志']), subject: z.string().max(80), since: instantSchema }),
    )
    .max(10_000),
  madeAt: instantSchema,
}

const answerSchema = z.strictObject(answerFields)
export type EnrolmentAnswer = z.infer<typeof answerSchema>

/** As it is signed: the first package of the channel lies beside it and is bound by its hash, so one code covers both. */
export const signedAnswerSchema = z.strictObject({
  ...answerFields,
  channel: z.strictObject({ size: z.int().min(1), sha256: sha256Schema }),
})
export type SignedEnrolmentAnswer = z.infer<typeof signedAnswerSchema>
