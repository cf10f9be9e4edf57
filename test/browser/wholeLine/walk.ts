import { expect } from 'vitest'
import { goTo, type Stick } from '../computers.ts'
import { acceptAnswer, answerRequest, makeAuthority, requestEnrolment } from './enrolment.ts'
import { downloadHoldings, exportTo, importPackage } from './handover.ts'
import { askPeer, compileAndFreeze, firstPage, openMemo, saveMemo, sign } from './memo.ts'
import { addPhotos, photo, photoInView, recordFinding, recordVisit } from './recording.ts'
import type { Person, Operator } from './operator.ts'
import { createWorkspace, lockAndOpen, prepareRoster } from './workspace.ts'

/**
 * The whole line as three people do it, by clicking and typing alone: 总部 enrols two laptops; the leader and a member
 * record what they find; both sign the memo; headquarters imports everything and answers with a receipt. Written once
 * for every host: a browser on the web host, and the desktop's window.
 */
export type Cast = { readonly office: Operator; readonly leader: Operator; readonly member: Operator }

const unit = '临江县国家税务局'
const office = { name: '江州市局督查办', person: personOf('陈督办', '处长', '渡口-扁担-二〇一四-甲') }
const leader = { name: '第三检查组', person: personOf('王赟䶮', '主任科员', '渡口-扁担-二〇一四-乙') }
const member = { name: '第三组李建国', person: personOf('李建国', '科员', '渡口-扁担-二〇一四-丙') }
const authorityPassword = '发证-渡口-扁担-二〇一四'

function personOf(name: string, post: string, password: string): Person {
  return { name, post, password, unit: '江州市国家税务局' }
}

/** Three workspaces, the roster, the authority, and both laptops enrolled by their two codes. */
export async function begin(cast: Cast): Promise<Stick> {
  await createWorkspace(cast.office, { kind: '总部', ...office })
  await prepareRoster(cast.office, { name: unit, code: '14401120' })
  await makeAuthority(cast.office, authorityPassword)
  const authority = await cast.office.save(() => cast.office.page.getByRole('button', { name: '保存根证书' }).click())
  for (const [operator, { name, person }, role, letter] of [
    [cast.leader, leader, '组长', 'A'],
    [cast.member, member, '组员', 'B'],
  ] as const) {
    await createWorkspace(operator, { kind: '检查组', name, person })
    const request = await requestEnrolment(operator)
    const about = { workspace: name, person: person.name, role, letter, authorityPassword }
    await acceptAnswer(operator, await answerRequest(cast.office, request, about))
  }
  return authority
}

/** The leader's visit with a finding, handed to the member, who adds one of his own and hands it back. */
export async function record(cast: Cast): Promise<readonly Stick[]> {
  const photos = [
    await photo('三号窗口.jpg', 'closedWindow', 1),
    await photo('公示栏.jpg', 'noticeBoard', 2),
    await photo('考勤表.jpg', 'paperwork', 3),
  ]
  const [first, second, third] = photos as [Stick, Stick, Stick]
  // The leader meets the member's laptop: the person is in her list, and her packages can go there.
  await importPackage(cast.leader, '同步', await exportTo(cast.member, '同步', leader.name))
  await recordVisit(cast.leader, {
    unitInitials: 'ljxgj',
    unit,
    day: '2026-11-20',
    place: '办税服务厅',
    notice: '督通〔2026〕12号',
    company: '办公室主任',
    colleague: member.person.name,
  })
  await recordFinding(cast.leader, {
    riskPoint: 'swzr',
    named: 'NF-01 首问责任不落实',
    fact: '三号窗口无人值守，纳税人等候四十分钟，问询两次均被告知“不归我管”。',
    rule: '全国县级税务机关纳税服务规范',
    opinion: '首问责任制没有落实。',
  })
  await addPhotos(cast.leader, first, second)
  await lockAndOpen(cast.leader, leader.person)
  await importPackage(cast.member, '同步', await exportTo(cast.leader, '同步', member.name))

  await goTo(cast.member.page, '检查')
  await cast.member.page.getByRole('row', { name: new RegExp(unit) }).click()
  await cast.member.page.getByRole('list', { name: '本次检查的问题' }).getByText('首问责任不落实').waitFor()
  await recordFinding(cast.member, {
    riskPoint: 'gwjd',
    named: 'XZ-01 公务接待',
    fact: '抽查近两个月接待报销凭证8笔，其中3笔没有派出单位公函。',
    rule: '党政机关厉行节约反对浪费条例',
    opinion: '接待审批把关不严。',
  })
  await addPhotos(cast.member, third)
  await importPackage(cast.leader, '同步', await exportTo(cast.member, '同步', leader.name))
  return photos
}

/** The memo of both findings, signed by the leader and, on his own laptop, by the member. */
export async function signMemo(cast: Cast): Promise<Stick> {
  await compileAndFreeze(cast.leader, { unit, issuer: '江州市国家税务局第三检查组' })
  for (const text of ['首问责任', '公务接待']) {
    expect(await cast.leader.page.getByRole('region', { name: /第 1 版/ }).textContent()).toContain(text)
  }
  await sign(cast.leader, leader.person)
  await importPackage(cast.member, '同步', await askPeer(cast.leader, member.name))
  await openMemo(cast.member, unit)
  await firstPage(cast.member.page).waitFor()
  await sign(cast.member, member.person)
  await importPackage(cast.leader, '同步', await exportTo(cast.member, '同步', leader.name))
  await openMemo(cast.leader, unit)
  await cast.leader.page
    .getByText(/已签齐/)
    .first()
    .waitFor()
  return saveMemo(cast.leader)
}

/** Everything reaches headquarters, is looked at there, and the receipt goes back. Gives all that headquarters holds. */
export async function report(cast: Cast, photos: readonly Stick[]): Promise<Stick> {
  await importPackage(cast.office, '导入', await exportTo(cast.leader, '同步', office.name))
  await lookAtHeadquarters(cast.office, photos)
  await importPackage(cast.leader, '同步', await exportTo(cast.office, '导入', leader.name))
  await cast.leader.page.getByRole('row', { name: new RegExp(`交出.*${office.name}.*第 1 号.*已接收`) }).waitFor()
  await cast.leader.page.getByText('记录都已交给总部。').waitFor()
  return downloadHoldings(cast.office)
}

async function lookAtHeadquarters({ page }: Operator, photos: readonly Stick[]): Promise<void> {
  await page.getByRole('tab', { name: '备忘录核验' }).click()
  await page.getByRole('row', { name: new RegExp(unit) }).click()
  await page.getByText('签名齐全，内容没有改动，签名人都受信任。').waitFor()
  for (const [{ person }, role] of [
    [leader, '组长'],
    [member, '检查人员'],
  ] as const) {
    const signature = page.getByRole('region', { name: `${person.name}的签名` })
    await signature.getByText(role, { exact: true }).waitFor()
    await signature.getByText('签名之后没有改动；证书由本单位受信任的机构签发').waitFor()
  }
  await goTo(page, '问题')
  for (const [number, title] of [
    ['A-001', '首问责任不落实'],
    ['B-001', '公务接待'],
  ]) {
    await page.getByRole('row', { name: new RegExp(`${number}.*${title}`) }).waitFor()
  }
  await goTo(page, '证据')
  for (const { name } of photos) await photoInView(page, name).waitFor()
}
