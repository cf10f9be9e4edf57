import * as z from 'zod'

/** What the files between workspaces share: how their records grow, and how a party names itself. */

/** Makes the schema of a record; its type names what is known. */
export type RecordSchema = <S extends z.ZodRawShape>(members: S) => z.ZodType<z.infer<z.ZodObject<S>>>

/** Of the first formats: a member that is not known makes the file invalid. */
export const fixedRecord: RecordSchema = (members) => z.strictObject(members)

/**
 * Of the second formats: what is known is checked, every other member is carried as it came, so that a later program can
 * tell more without another format. What a reader must not pass over takes a format of its own.
 */
export const growingRecord: RecordSchema = (members) => z.looseObject(members)

/** age recipient of an X25519 key. */
export const recipientSchema = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/)

/** A unit in a party's own words: its code where it has one, its name as typed. */
export const unitWords = growingRecord({ code: z.string().max(40).exactOptional(), name: z.string().min(1).max(100) })

/** 总局, 省, 市, 县, 分局 or 办税服务厅, as the level of a unit; a later program may know more. */
export const levelWord = z.string().min(1).max(20)

/** A team by its id in headquarters' records, with its name. */
export const teamWords = growingRecord({ id: z.uuid(), name: z.string().min(1).max(100) })
