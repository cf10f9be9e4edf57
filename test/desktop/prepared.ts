import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBytes } from '../../electron/crypto/hash.ts'
import { openKeySlot } from '../../electron/crypto/keySlot.ts'
import { startMachine, workspaceOf } from '../../electron/services/machine.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import { countRows } from '../../electron/store/row/rows.ts'
import { openStore } from '../../electron/store/store.ts'
import { readWorkspaceFile } from '../../electron/store/folder/workspaceFolder.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { makeVisit } from '../services/inspection.ts'
import { cheapCost, createWorld, testPassword } from '../world.ts'

/** In the home of a computer, before the program starts: a workspace with one visit and one finding, 窗口空岗. */
export async function prepareWorkspace(home: string): Promise<void> {
  const installation = '0198c0de-0000-7000-8000-00000000000d'
  await mkdir(home, { recursive: true })
  await writeFile(join(home, 'installation'), `${installation}\n`)
  const machine = await startMachine(
    {
      dataFolder: join(home, '工作区'),
      resourceFolder: join(projectRoot, 'resources'),
      now: () => Date.now(),
      random: randomBytes,
      scryptCost: cheapCost,
      programVersion: '0.1.0',
      installation,
      loopback: true,
    },
    'prepared',
    {
      kind: 'team',
      name: '第三检查组',
      drill: false,
      person: '王敏',
      unit: '江州市国家税务局',
      post: '科长',
      password: testPassword,
    },
  )
  const { client, person } = machine
  const unit = await client.unit.save({ set: { name: '江口县地方税务局', code: '24401' } })
  const { id: visit } = await client.visit.save({
    set: { unit: unit.id, mode: '明察', visitedOn: '2026-11-20', place: '办税服务厅' },
    inspectors: [{ person, role: '组长' }],
  })
  await client.finding.save({ visit, set: { title: '窗口空岗' } })
  await machine.close()
}

export const stagedFindings = 6000

/** A headquarters with a checked package of many findings that waits to be accepted. */
export async function prepareStagedPackage(home: string): Promise<void> {
  // The program goes by the real clock, and certificates must be good by it.
  const world = await createWorld({ seed: 'staged', startsAt: new Date(Date.now() - 3_600_000).toISOString() })
  const headquarters = await world.headquarters('省局')
  const laptop = await world.laptop('甲组', '组长')
  await world.enrol(headquarters, laptop, 'A')
  const visit = await makeVisit(laptop)
  for (let start = 0; start < stagedFindings; start += 500) {
    await workspaceOf(laptop).store.write((tx) =>
      append(tx, {
        log: laptop.log,
        operation: laptop.host.newId(),
        author: laptop.person,
        at: laptop.host.instant(),
        drafts: Array.from({ length: 500 }, (_, place) => ({
          entity: 'finding' as const,
          id: laptop.host.newId(),
          parent: visit,
          set: { ordinal: start + place + 1, title: '窗口空岗', fact: '三号窗口无人值守。'.repeat(10) },
        })),
      }),
    )
  }
  await world.stage(headquarters, await world.send(laptop, headquarters))
  await headquarters.close()
  await laptop.close()
  await mkdir(home, { recursive: true })
  await writeFile(join(home, 'installation'), `${headquarters.host.installation}\n`)
  await cp(headquarters.folder, join(home, '工作区', 'headquarters'), { recursive: true })
  await world.end()
}

/** How many findings lie in a workspace that no program has open. */
export async function findingsIn(folder: string): Promise<number> {
  const [slot] = (await readWorkspaceFile(folder)).slots
  if (slot?.kind !== 'password') throw new Error('the workspace has no password')
  const store = await openStore({ folder, workspaceKey: await openKeySlot(slot, testPassword) })
  const found = await store.read((tx) => countRows(tx, 'finding'))
  await store.close()
  return found
}
