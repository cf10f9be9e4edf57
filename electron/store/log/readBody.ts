import { fieldsOf, isOwned, schemaVersion as ours } from '../../contract/catalogue/catalogue.ts'
import { bornFields, leastVersion } from '../../contract/catalogue/version.ts'
import type { ChangeBody } from '../../contract/change.ts'
import { upcast } from '../../domain/log/upcast.ts'
import { blobsIn, conforms, type KnownBody } from '../database/values.ts'

/**
 * A body in the catalogue's terms; `future` where a newer program wrote it, which is kept until the upgrade; `invalid` where
 * it does not say what its header claims: an unknown field under a known schema, or another schema than it needs.
 */
export function readBody(schemaVersion: number, body: ChangeBody): KnownBody | 'future' | 'invalid' {
  if (schemaVersion > ours + farthest) return 'invalid'
  if (schemaVersion > ours) return 'future'
  const { body: today, renamed } = upcast(schemaVersion, body)
  if (!conforms(today) || leastVersion(today, renamed) !== schemaVersion || changesTheFixed(schemaVersion, today))
    return 'invalid'
  if (schemaVersion === 1) return today
  const proves = today.nonce === undefined || makesItsEntity(schemaVersion, today)
  const says = isWholeOrEdit(today) && listsItsBlobs(today) && restatesItsFields(today) && putsBackItsFields(today)
  return says && proves && ownsRightly(schemaVersion, today) ? today : 'invalid'
}

/** No program is so many releases ahead: such a number would only hide what it says for good. */
const farthest = 1000

/**
 * Whether the change makes its row or event. Read off the change itself, or the order of arrival would decide: it replaces
 * nothing, and since schema 2 it does not even say so field by field.
 */
export function makesItsEntity(schemaVersion: number, { kind, replaces }: ChangeBody): boolean {
  if (schemaVersion === 1) return Object.values(replaces).every((ids) => ids.length === 0)
  return kind === 'event' || Object.keys(replaces).length === 0
}

/** Whose a case is, is said once: by the making of what it begins with. */
function ownsRightly(schemaVersion: number, body: KnownBody): boolean {
  if (body.campaign === undefined && body.team === undefined) return true
  return isOwned(body.entity) && makesItsEntity(schemaVersion, body)
}

/** An edit of what is set at the making of a row and never again. */
function changesTheFixed(schemaVersion: number, { entity, replaces }: KnownBody): boolean {
  const fields = fieldsOf(entity)
  return Object.entries(replaces).some(([name, ids]) => {
    const { fixedSince } = fields[name] ?? {}
    return fixedSince !== undefined && fixedSince <= schemaVersion && ids.length > 0
  })
}

/** The list says what the values say, or a file could be taken along or left behind unseen. */
function listsItsBlobs({ entity, set, blobs = [] }: KnownBody): boolean {
  const named = blobsIn(entity, set)
  return named.length === blobs.length && named.every((sha256, place) => blobs[place] === sha256)
}

/** What is said again is said: of an edit that names what it replaces, and of nothing that it does not set. */
function restatesItsFields({ kind, replaces, restates }: KnownBody): boolean {
  if (restates === undefined) return true
  const named = Object.keys(restates)
  return kind === 'row' && named.length > 0 && named.every((field) => Object.hasOwn(replaces, field))
}

/** What is put back takes the place of something, in a field that is set. */
function putsBackItsFields({ kind, replaces, standsFor }: KnownBody): boolean {
  if (standsFor === undefined) return true
  const named = Object.keys(standsFor)
  return kind === 'row' && named.length > 0 && named.every((field) => (replaces[field] ?? []).length > 0)
}

/** A row is made with every field its noun was born with; an edit names what it replaces for each field it sets. */
function isWholeOrEdit({ entity, kind, set, replaces }: KnownBody): boolean {
  if (kind === 'event') return true
  const named = Object.keys(replaces)
  if (named.length === 0) return [...bornFields(entity)].every((field) => Object.hasOwn(set, field))
  return named.length === Object.keys(set).length
}
