import { join } from 'node:path'
import type { TeamRole } from '../../contract/capability.ts'
import { carry, handleOf, type Machine } from '../machine.ts'

export type TeamWish = { readonly id: string } | { readonly name: string; readonly campaign: string | null }

export type EnrolWish = {
  readonly letter: string
  readonly role: TeamRole
  readonly authorityPassword: string
  /** The team it belongs to; left out it is in none. */
  readonly team?: TeamWish | undefined
  /** Where the two files lie between the machines: the stick. */
  readonly stick: string
}

/** Request, first code, answer, second code: what two people do with a stick and a telephone. */
export async function enrol(headquarters: Machine, laptop: Machine, wish: EnrolWish): Promise<void> {
  const asked = await laptop.client.enrolment.request()
  const request = await carry(laptop, asked.ticket, wish.stick)
  const seen = await headquarters.client.enrolment.readRequest({ handle: await handleOf(headquarters, request) })
  // Read out by the team, typed in at headquarters: the codes come from two machines.
  if (seen.code !== asked.code) throw new Error('the two machines show different codes for the request')
  const answered = await headquarters.client.enrolment.answer({
    handle: await handleOf(headquarters, request),
    code: asked.code,
    authorityPassword: wish.authorityPassword,
    letter: wish.letter,
    roles: [{ person: laptop.person, role: wish.role }],
    ...(wish.team !== undefined && { team: wish.team }),
  })
  const answer = await carry(headquarters, answered.ticket, wish.stick)
  await laptop.client.enrolment.accept({ handle: await handleOf(laptop, answer), code: answered.code })
}

/** The folder that stands for the stick. */
export function stickFolder(out: string): string {
  return join(out, '数据包')
}
