import * as z from 'zod'
import type { JobKinds } from '../job/jobMeaning.ts'
import { inspectionModes } from '../catalogue/inspection.ts'
import { idSchema, instantSchema, job, jobStarted, ownJob, read, write } from '../procedure.ts'
import { rowSchema, seenSchema, valuesSchema } from '../row.ts'
import { reasonSchema } from '../text/reason.ts'

export const documentStates = ['草稿', '已定稿', '部分签名', '已签齐', '已失效', '已作废'] as const
export type DocumentStateWord = (typeof documentStates)[number]

const signerView = z.object({
  id: z.uuid(),
  /** null: signs on paper. */
  person: z.uuid().nullable(),
  name: z.string(),
  role: z.string(),
  signedAt: instantSchema.nullable(),
  /** 签名人与名单不一致: the signature counts, but who is the same as whom has changed since. */
  unlike: z.boolean(),
})

const versionView = z.object({
  id: z.uuid(),
  version: z.int(),
  code: z.string(),
  state: z.enum(documentStates),
  /** The person who asks is named on a line of it and has not signed yet. */
  waitsForMe: z.boolean(),
  frozenAt: instantSchema,
  voidedReason: z.string().nullable(),
  signers: z.array(signerView),
  /** What changed after this version was printed: fields, with their labels, and what came to it or left. */
  outdated: z.array(
    z.object({ what: z.enum(['改', '增', '删']), entity: z.string(), name: z.string(), label: z.string() }),
  ),
  /** How many printed records are not here, so that nobody can say whether they changed. */
  incomparable: z.int(),
})

const choiceView = z.object({
  finding: z.uuid(),
  number: z.string(),
  /** Findings are printed branch by branch; within one the lead orders them. */
  branch: z.string(),
  clue: z.boolean(),
  title: z.string().nullable(),
  included: z.boolean(),
  reason: z.string().nullable(),
  missing: z.array(z.string()),
})

const heading = {
  /** 检查备忘录, or what another program calls it. */
  kind: z.string(),
  visit: z.uuid(),
  visitNumber: z.string(),
  visitedOn: z.string().nullable(),
  mode: z.enum(inspectionModes).nullable(),
  unitName: z.string(),
  state: z.enum(documentStates),
}

const listedDocument = z.object({
  id: z.uuid(),
  ...heading,
  waitsForMe: z.boolean(),
  /** Of the version that counts; null while there is none. */
  version: z.int().nullable(),
  /** Of those who sign with a certificate. */
  signers: z.int(),
  signed: z.int(),
  /** What has changed since it was printed, in words; empty where nothing has. */
  changed: z.string(),
})

/** One record that must be put right before the memo can be frozen. */
const obstacle = z.object({
  entity: z.enum(['document', 'visit', 'finding']),
  id: z.uuid(),
  name: z.string(),
  missing: z.array(z.string()),
})

/** The version that freezing has made. */
export const documentFrozen = z.object({ version: z.uuid() })

/** One who stands on a line and has no certificate to sign it with, as far as is known here. */
const unableSigner = z.object({
  person: z.uuid(),
  name: z.string(),
  /** Those of her name who are enrolled: one of them may be she. `mayJoin`: who asks may say so. */
  known: z.array(z.object({ id: z.uuid(), name: z.string(), about: z.string(), mayJoin: z.boolean() })),
})

const editedFields = ['title', 'issuer', 'issuedOn', 'statementKind', 'statement'] as const

/** The long work that these procedures start. */
export const documentJobs = {
  'document.freeze': {
    name: '文书定稿',
    access: 'write',
    about: { noun: 'document', key: 'id' },
    result: documentFrozen,
  },
} as const satisfies JobKinds<'document'>

/** What a paper can be about: the page of such a record offers it. */
export const paperSubjects = ['visit', 'finding'] as const

export const document = {
  /** The kinds of paper, each with the noun that it is about and the words of the button that begins one. */
  kinds: read.output(z.array(z.object({ kind: z.string(), about: z.enum(paperSubjects), begins: z.string() }))),
  /** Those of the newest visits first; read from columns, however many there are. */
  page: read
    .input(
      z.object({
        kind: z.string().max(40).optional(),
        limit: z.int().min(1).max(500).default(100),
        /** How many come before it: any place of a long list, as its scrollbar needs. */
        offset: z.int().min(0).optional(),
      }),
    )
    .output(z.object({ documents: z.array(listedDocument), total: z.int() })),
  /**
   * The frozen and signed papers that printed these records or members under them, each with the fields of it that they print: what
   * an edit would outdate, asked before it is saved.
   */
  printing: read.input(z.object({ entity: z.string().max(40), ids: z.array(z.uuid()).max(1000) })).output(
    z.array(
      idSchema.extend({
        kind: z.string(),
        version: z.int().nullable(),
        state: z.string(),
        fields: z.array(z.string()),
      }),
    ),
  ),
  get: read.input(idSchema).output(
    z.object({
      /** Its findings can be chosen and ordered. */
      choosing: z.boolean(),
      /** Which of the document's own fields a paper of this kind says. */
      fields: z.array(z.string()),
      document: rowSchema('document'),
      seen: seenSchema,
      ...heading,
      /** The version that counts: the newest that is not voided. */
      current: z.uuid().nullable(),
      /** A signed version is first voided; any other may be followed by the next. */
      mayFreeze: z.boolean(),
      /** Two versions of one number were frozen at once on two laptops; one of them is to be voided. */
      parallel: z.boolean(),
      /** Where what it printed does not count any more, in words: refused, declined, withdrawn. */
      grounds: z.array(z.string()),
      choices: z.array(choiceView),
      versions: z.array(versionView),
    }),
  ),
  /**
   * `about`: the record that a paper of this kind is about, of a memo the visit. Compiling twice gives the same document
   * (decisions.md 28). Problem `document.unknownKind`.
   */
  compile: write('compileDocument')
    .input(z.object({ kind: z.string().max(40), about: z.uuid() }))
    .output(idSchema),
  save: write('compileDocument')
    .input(z.object({ id: z.uuid(), set: valuesSchema('document', editedFields), seen: seenSchema.optional() }))
    .output(idSchema),
  choose: write('compileDocument')
    .input(
      z.object({
        document: z.uuid(),
        finding: z.uuid(),
        included: z.boolean(),
        reason: z.string().trim().max(200).nullable(),
      }),
    )
    .output(idSchema),
  /** Moves a finding behind another of its branch, or to the branch's beginning. */
  place: write('compileDocument')
    .input(z.object({ document: z.uuid(), finding: z.uuid(), after: z.uuid().nullable() }))
    .output(idSchema),
  /** Why the memo cannot be frozen yet; empty: it can. */
  obstacles: read.input(idSchema).output(z.array(obstacle)),
  /** What newer programs wrote in its case and cannot be read here: it waits for that, or for the lead to say that it does not. */
  unread: read.input(idSchema).output(z.array(z.object({ change: z.string(), author: z.string(), at: z.string() }))),
  /**
   * The paper is made without these changes (decisions.md 91). They stay, are carried on, and count after the upgrade, which then shows
   * what of the paper is out of date.
   */
  passUnread: write('compileDocument')
    .input(
      z.object({
        id: z.uuid(),
        changes: z.array(z.string().max(43)).min(1).max(1000),
        reason: reasonSchema(500),
      }),
    )
    .output(z.object({})),
  /** Who is to sign the paper and cannot; empty: all can. */
  unableSigners: read.input(idSchema).output(z.array(unableSigner)),
  /** A ticket for the memo as it stands, as a draft .docx: gaps print as （待填）, every page is marked 草稿. */
  preview: ownJob.input(idSchema).output(z.object({ ticket: z.string(), fileName: z.string() })),
  /**
   * Prints the memo, places the signature lines and freezes the version: a job, its result names the version. `unable`: those
   * who cannot sign, of whom the person has been told. Problem `document.signersUnable`.
   */
  freeze: job('compileDocument')
    .input(z.object({ id: z.uuid(), unable: z.array(z.uuid()).max(50).optional() }))
    .output(jobStarted('document.freeze')),
  /** Signs one frozen version with the personal key; `ink` is the drawn signature as strokes in pixels. */
  sign: job('signDocument')
    .input(
      z.object({
        version: z.uuid(),
        password: z.string().max(200),
        ink: z.array(z.array(z.object({ x: z.number(), y: z.number() })).max(5000)).max(200),
      }),
    )
    .output(z.object({ signature: z.uuid() })),
  void: write('compileDocument')
    .input(z.object({ version: z.uuid(), reason: reasonSchema(500, '请写明作废原因') }))
    .output(idSchema),
  /** A ticket for the assembled .docx of a version: the union of the signatures that have arrived. */
  ticket: ownJob.input(z.object({ version: z.uuid() })).output(z.object({ ticket: z.string(), fileName: z.string() })),
}
