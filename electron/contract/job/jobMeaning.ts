import type * as z from 'zod'
import type { RowEntity } from '../catalogue/catalogue.ts'

/** What both sides of the contract know of a kind of long work. */
export type JobMeaning = {
  /** As a person calls this work. */
  readonly name: string
  /** Writers of one workspace wait for each other; what writes nothing, or only files outside it, runs beside them. */
  readonly access: 'read' | 'write'
  /** What it works on; `key`: the member of its order that names the one, null where it is about all of them. */
  readonly about: { readonly noun: RowEntity | 'peer' | 'workspace'; readonly key: string | null }
  readonly result: z.ZodType
}

/** The kinds that procedures of one noun start, beside them in the noun's file: each begins with its name. */
export type JobKinds<Prefix extends string> = Readonly<Record<`${Prefix}.${string}`, JobMeaning>>
