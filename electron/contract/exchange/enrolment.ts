import * as z from 'zod'
import { roles } from '../capability.ts'
import { birthRecordSchema, earlyBirthRecordSchema, hashSchema, logIdSchema, sha256Schema } from '../change.ts'
import {
  fixedRecord,
  growingRecord,
  levelWord,
  recipientSchema,
  teamWords,
  unitWords,
  type RecordSchema,
} from '../fileFormat.ts'

/**
 * Formats of enrolment (electron/README §8, decisions.md 19): a request file `.mcreq`, an answer file `.mcans`. Those of version
 * 1 stay readable; they know no salt, none of the words that tell more of a party, and carry no member that is not known.
 */
export const requestFormat = 'mcreq/2'
const requestFormats = ['mcreq/1', requestFormat] as const
export const answerFormat = 'mcans/2'
const answerFormats = ['mcans/1', answerFormat] as const

/** What a party is to the headquarters that enrols it; 责任单位 does what the ledger asks of it, and inspects nobody. */
export type PartyKind = '检查组' | '总部' | '责任单位'
/** A later program may know more kinds: a kind that is not known is refused by name, not as a broken file. */
const partyKindWord = z.string().min(1).max(20)

const instantSchema = z.iso.datetime({ precision: 3 })
const programVersionSchema = z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/)
/** DER in base64, the holder's own certificate first. */
const chainSchema = z.array(z.base64().max(12_000)).min(1).max(8)

const requestFields = (record: RecordSchema) => ({
  format: z.enum(requestFormats),
  workspace: z.uuid(),
  workspaceName: z.string().min(1).max(100),
  drill: z.boolean(),
  birth: birthRecordSchema,
  recipient: recipientSchema,
  people: z
    .array(
      record({
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
  programVersion: programVersionSchema,
})

/** What a party says of itself and wishes, from `mcreq/2` on; headquarters decides. */
const requestWords = {
  /** A `PartyKind`; left out it is a 检查组. */
  kind: partyKindWord.exactOptional(),
  /** The party's unit. */
  unit: unitWords.exactOptional(),
  /** The campaign that it wants to take part in. */
  campaign: z.uuid().exactOptional(),
  /** The team that it wants to belong to, by its name as typed; the id where it knows it. */
  team: growingRecord({ id: z.uuid().exactOptional(), name: z.string().min(1).max(100) }).exactOptional(),
}

/** What a laptop asks for, signed by the key of its log. */
export const requestSchema = growingRecord({ ...requestFields(growingRecord), ...requestWords })
export type EnrolmentRequest = z.infer<typeof requestSchema>

/** By the name of the format. */
export const requestSchemas: ReadonlyMap<string, z.ZodType<EnrolmentRequest>> = new Map<
  string,
  z.ZodType<EnrolmentRequest>
>([
  ['mcreq/1', fixedRecord({ ...requestFields(fixedRecord), birth: earlyBirthRecordSchema })],
  [requestFormat, requestSchema],
])

/** What headquarters keeps of a request beside the party's address: all that it says of the party. */
export const requestToldSchema = growingRecord({
  workspace: z.uuid(),
  madeAt: instantSchema,
  programVersion: programVersionSchema,
  ...requestWords,
})
export type RequestTold = z.infer<typeof requestToldSchema>

const revocationFields = {
  kind: z.enum(['证书', '人员', '日志']),
  subject: z.string().max(80),
  since: instantSchema,
}
/** The last change of a log that still counts: ends of rights are places in logs, not times (decisions.md 79). */
const cutSchema = z.strictObject({ log: logIdSchema, number: z.int().min(1), hash: hashSchema })
const revocationWords = { cuts: z.array(cutSchema).max(10_000).exactOptional() }

const headquartersFields = {
  workspace: z.uuid(),
  name: z.string().min(1).max(100),
  drill: z.boolean(),
  recipient: recipientSchema,
}
const headquartersWords = { unit: unitWords.exactOptional(), level: levelWord.exactOptional() }
/** The log that headquarters writes, and the channel in which it speaks to this team (decisions.md 3). */
const logKinds = z.enum(['main', 'channel'])

const answerFields = (record: RecordSchema) => ({
  format: z.enum(answerFormats),
  /** SHA-256 of the request file's text that is answered. */
  requestSha256: sha256Schema,
  /** The authority's own certificate first, the root last. */
  authorityChain: chainSchema,
  /** For a person or for a log: exactly one of the two is named. */
  certificates: z
    .array(
      record({ person: z.uuid().exactOptional(), log: logIdSchema.exactOptional(), chain: chainSchema }).refine(
        ({ person, log }) => (person === undefined) !== (log === undefined),
        { error: 'one holder' },
      ),
    )
    .max(1000),
  /** The other laptops of the team, so that packages can go between them. */
  peers: z.array(record({ log: logIdSchema, name: z.string().max(100), recipient: recipientSchema })).max(1000),
  madeAt: instantSchema,
})

/** What headquarters tells a party beside what enrolment needs, from `mcans/2` on. */
const answerWords = {
  /** What it was enrolled as, a `PartyKind`; left out it is a 检查组. */
  kind: partyKindWord.exactOptional(),
  /** Its unit as headquarters' roster has it. */
  unit: unitWords.exactOptional(),
  team: teamWords.exactOptional(),
  campaign: z.uuid().exactOptional(),
  /** age recipient that what must stay recoverable is sealed to as well; its identity lies with the authority's key. */
  recovery: recipientSchema.exactOptional(),
  /** The headquarters above this one. */
  parent: growingRecord({
    workspace: z.uuid(),
    name: z.string().min(1).max(100),
    recipient: recipientSchema,
  }).exactOptional(),
}

const answerMembers = {
  ...answerFields(growingRecord),
  ...answerWords,
  /** One to three letters; of a successor log with its number. */
  letter: z.string().regex(/^[A-Z]{1,3}(\/?\d{1,3})?$/),
  /** To be shown: what counts are the grants in the channel, where a role of a later program waits for the upgrade. */
  roles: z.array(growingRecord({ person: z.uuid(), role: z.string().min(1).max(40) })).max(1000),
  headquarters: growingRecord({
    ...headquartersFields,
    ...headquartersWords,
    logs: z
      .array(growingRecord({ birth: birthRecordSchema, kind: logKinds }))
      .min(2)
      .max(20),
  }),
  revocations: z.array(growingRecord({ ...revocationFields, ...revocationWords })).max(10_000),
}
const earlyAnswerMembers = {
  ...answerFields(fixedRecord),
  letter: z.string().regex(/^[A-Z]\d{0,3}$/),
  roles: z.array(fixedRecord({ person: z.uuid(), role: z.enum(roles) })).max(1000),
  headquarters: fixedRecord({
    ...headquartersFields,
    logs: z.array(fixedRecord({ birth: earlyBirthRecordSchema, kind: logKinds })).length(2),
  }),
  revocations: z.array(fixedRecord(revocationFields)).max(10_000),
}

export type EnrolmentAnswer = z.infer<z.ZodObject<typeof answerMembers>>

/** The first package of the channel lies beside the answer and is bound by its hash, so one code covers both. */
const channel = z.strictObject({ size: z.int().min(1), sha256: sha256Schema })

/** As it is signed. */
export const signedAnswerSchema = growingRecord({ ...answerMembers, channel })
export type SignedEnrolmentAnswer = z.infer<typeof signedAnswerSchema>

/** By the name of the format. */
export const signedAnswerSchemas: ReadonlyMap<string, z.ZodType<SignedEnrolmentAnswer>> = new Map<
  string,
  z.ZodType<SignedEnrolmentAnswer>
>([
  ['mcans/1', fixedRecord({ ...earlyAnswerMembers, channel })],
  [answerFormat, signedAnswerSchema],
])

/** What a team keeps of the answer beside its certificates: all that it was told. */
export const answerToldSchema = growingRecord({
  headquarters: growingRecord({ ...headquartersFields, ...headquartersWords }),
  roles: answerMembers.roles,
  peers: answerMembers.peers,
  revocations: answerMembers.revocations,
  madeAt: instantSchema,
  ...answerWords,
})
export type AnswerTold = z.infer<typeof answerToldSchema>
