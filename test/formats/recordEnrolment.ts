import { cp, mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { carry, handleOf } from '../../electron/services/machine.ts'
import { createWorld, testPassword } from '../world.ts'

/** A laptop that has asked, its request, the answer, and the two codes; `earlyLaptop.ts` says what each is for. */
export async function recordEnrolment(folder: string): Promise<void> {
  const world = await createWorld({ seed: basename(folder) })
  try {
    await mkdir(folder, { recursive: true })
    const headquarters = await world.headquarters('总部', { drill: true })
    const laptop = await world.laptop('检查组', '组长', { drill: true })
    const asked = await laptop.client.enrolment.request()
    const request = await carry(laptop, asked.ticket, folder, 'request.mcreq')
    const answered = await headquarters.client.enrolment.answer({
      ...{ handle: await handleOf(headquarters, request), code: asked.code, authorityPassword: testPassword },
      ...{ letter: 'A', roles: [{ person: laptop.person, role: '组长' }] },
    })
    await carry(headquarters, answered.ticket, folder, 'answer.mcans')
    const { installation } = laptop.host
    const told = { installation, log: laptop.log, person: laptop.person, request: asked.code, answer: answered.code }
    await writeFile(join(folder, 'told.json'), `${JSON.stringify(told, undefined, 2)}\n`)
    await laptop.close()
    await cp(laptop.folder, join(folder, 'team'), { recursive: true, filter: (path) => basename(path) !== 'lock' })
  } finally {
    await world.end()
  }
}
