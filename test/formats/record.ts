import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { drawScene } from '../../electron/picture/scene.ts'
import { drawnSignature } from '../../electron/services/demo/ink.ts'
import { carry, finished, handleOf } from '../../electron/services/machine.ts'
import { createWorld, testPassword } from '../world.ts'
import { recordEnrolment } from './recordEnrolment.ts'

/**
 * Records what version 1 writes, once, when the formats are released: `node test/formats/record.ts`. Every later version
 * must open these files (formats.test.ts); they are never recorded again under the same number.
 */
const folder = join(import.meta.dirname, 'v1')
const world = await createWorld({ seed: 'formats v1' })
try {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const headquarters = await world.headquarters('总部', { drill: true })
  const laptop = await world.laptop('检查组', '组长', { drill: true })
  await world.enrol(headquarters, laptop, 'A')
  const campaign = await laptop.client.campaign.loadPreset({ preset: '137' })
  const unit = await laptop.client.unit.save({ set: { name: '记录县税务局', code: '10000001' } })
  const visit = await laptop.client.visit.save({
    set: {
      campaign: campaign.id,
      unit: unit.id,
      mode: '明察',
      visitedOn: '2026-11-20',
      place: '办税服务厅',
      noticeNumber: '督通〔2026〕1号',
      accompanying: '办公室主任',
      singleInspectorReason: '记录格式用',
    },
    inspectors: [{ person: laptop.person, role: '组长' }],
  })
  const finding = await laptop.client.finding.save({
    visit: visit.id,
    set: {
      riskPoint: 'NF-07',
      riskPointName: '窗口空岗、提前停办、未挂暂停标识',
      title: '窗口空岗',
      fact: '5号窗口无人，赟頔䶮𠮷。',
      ruleDocument: '办税服务厅管理办法',
      ruleValidity: 'unknown',
      opinion: '替岗制度未落实。',
      severity: 2,
      occurredOn: '2026-11-20',
      place: '办税服务厅',
      rectificationType: '立行立改',
    },
  })
  const photo = laptop.host.files.outgoing('照片.jpg')
  await writeFile(photo, await drawScene({ scene: 'counter', seed: 1, width: 320, height: 240, exif: {} }))
  await finished(
    laptop.client,
    await laptop.client.evidence.add({
      finding: finding.id,
      files: [{ handle: await handleOf(laptop, photo), caption: '空岗' }],
      class: '现场拍摄导入',
    }),
  )
  const memo = await laptop.client.document.compile({ kind: '检查备忘录', about: visit.id })
  await laptop.client.document.save({
    id: memo.id,
    set: { issuer: '第一检查组', issuedOn: '2026-11-21', statementKind: '无意见' },
  })
  const { version } = await finished(
    laptop.client,
    await laptop.client.document.freeze({ id: memo.id }),
  )
  await laptop.client.document.sign({ version, password: testPassword, ink: drawnSignature('leader') })
  await carry(laptop, (await laptop.client.document.ticket({ version })).ticket, folder, 'memo.docx')
  await cp(await world.send(laptop, headquarters), join(folder, 'package.mcsync'))
  await writeFile(join(folder, 'ca.pem'), headquarters.ca)
  for (const machine of [laptop, headquarters]) {
    await machine.close()
    const name = machine === laptop ? 'team' : 'headquarters'
    await cp(machine.folder, join(folder, name), {
      recursive: true,
      filter: (path) => !['lock', 'authority.mcca'].includes(basename(path)),
    })
  }
} finally {
  await world.end()
}
await recordEnrolment(join(folder, 'enrolment'))
