import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { carry, handleOf, workspaceOf } from '../../electron/services/machine.ts'
import { readSetting } from '../../electron/services/host/settingAccess.ts'
import { checkWorkspace } from '../../electron/services/workspace/soundness.ts'
import { readRequest } from '../../electron/syncPackage/enrolmentFile.ts'
import { cheapCost, createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'
import { answerFile, openEarlyLaptop, readTold, requestFile } from './earlyLaptop.ts'

/** The two files of enrolment as version 1 wrote them, read by this program. */
let world: World
let headquarters: Headquarters
let early: Laptop
beforeEach(async () => {
  world = await createWorld({ seed: 'early enrolment' })
  headquarters = await world.headquarters('演练总部', { drill: true })
  early = await openEarlyLaptop(headquarters.host, join(world.folder, 'early'))
})
afterEach(async () => {
  await early.close()
  await world.end()
})

test('a request of version 1 is read, under the code that was read out', async () => {
  const told = await readTold()
  const { request, code } = await readRequest(await readFile(requestFile, 'utf8'), cheapCost)
  expect(code).toBe(told.request)
  expect(request).toMatchObject({ format: 'mcreq/1', workspaceName: '检查组', birth: { log: told.log } })
  expect(request).not.toHaveProperty('kind')
  expect(request.birth).not.toHaveProperty('salt')
})

test('an answer of version 1 enrols the laptop that asked', async () => {
  const { answer: code, log } = await readTold()
  expect(early.log).toBe(log)
  await early.client.enrolment.accept({ handle: await handleOf(early, answerFile), code })
  const current = await early.client.workspace.current()
  expect(current).toMatchObject({ registered: true, letter: 'A', person: { roles: ['组长'] } })
  const { told } = (await workspaceOf(early).store.read((tx) => readSetting(tx, 'registration'))) ?? {}
  expect(told).toMatchObject({ headquarters: { name: '总部', drill: true }, roles: [{ role: '组长' }] })
  expect(await checkWorkspace(workspaceOf(early))).toMatchObject({ sound: true })
})

test('a request of version 1 is answered by this program, and its laptop, upgraded, is enrolled by that', async () => {
  const { request: code, person } = await readTold()
  const answered = await headquarters.client.enrolment.answer({
    ...{ handle: await handleOf(headquarters, requestFile), code, authorityPassword: testPassword, letter: 'B' },
    roles: [{ person, role: '组长' }],
  })
  const file = await carry(headquarters, answered.ticket, world.stick)
  await early.client.enrolment.accept({ handle: await handleOf(early, file), code: answered.code })
  expect(await early.client.workspace.current()).toMatchObject({ registered: true, letter: 'B' })
  expect(await world.carry(early, headquarters)).toMatchObject({ state: 'ready', refused: [] })
})
