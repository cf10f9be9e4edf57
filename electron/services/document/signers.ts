import { Problem } from '../../contract/problem/problem.ts'
import type { RequiredSigner } from '../../domain/document.ts'
import { foldedName } from '../../domain/identity/foldedName.ts'
import { listIdentities } from '../../store/local/localIdentity.ts'
import { listEnrolled, loadIdentities } from '../../store/query/identity.ts'
import { type Row, rowsOf } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { toldPerson } from '../record/known.ts'

/** Who is to sign and cannot, because nothing is known here with which she could. */
export type UnableSigner = {
  readonly person: string
  readonly name: string
  /** Those who are enrolled and have her name: one of them may be she. */
  readonly known: readonly { readonly id: string; readonly name: string; readonly about: string }[]
}

/**
 * The signers that are no enrolled person, are joined to none, and do not work on this computer: named before a paper is
 * frozen for them.
 */
export async function unableSigners(
  tx: ReadTx,
  signers: readonly Pick<RequiredSigner, 'person' | 'name'>[],
): Promise<readonly UnableSigner[]> {
  const { membersOf, representativeOf } = await loadIdentities(tx, 'person')
  const enrolled = await listEnrolled(tx)
  const here = new Set((await listIdentities(tx)).map(({ person }) => person))
  const isAble = (person: string) => membersOf(person).some((one) => enrolled.has(one) || here.has(one))
  const unable = signers.flatMap(({ person, name }) => (person === null || isAble(person) ? [] : [{ person, name }]))
  if (unable.length === 0) return []
  const people = await rowsOf(tx, 'person', [...new Set([...enrolled].map(representativeOf))])
  return Promise.all(unable.map(async (one) => ({ ...one, known: await namesakes(tx, one.name, people) })))
}

/** Refuses to go on for signers of whom the person who freezes has not been told. Problem `document.signersUnable`. */
export async function refuseUntold(
  tx: ReadTx,
  signers: readonly RequiredSigner[],
  told: readonly string[],
): Promise<void> {
  const untold = (await unableSigners(tx, signers)).filter(({ person }) => !told.includes(person))
  if (untold.length === 0) return
  throw new Problem('document.signersUnable', {
    people: untold.map(({ name, known }) => ({
      name,
      known: known.map((one) => (one.about === '' ? one.name : `${one.name}（${one.about}）`)),
    })),
  })
}

async function namesakes(tx: ReadTx, name: string, people: readonly Row<'person'>[]) {
  const same = people.filter((person) => foldedName(person.name) === foldedName(name) && foldedName(name) !== '')
  return Promise.all(same.map((person) => toldPerson(tx, person)))
}
