import { beijingDay } from '../../../electron/contract/beijing.ts'
import type { Stick } from '../computers.ts'
import { pick, write } from '../typing.ts'
import { acceptAnswer, answerHere, fillAuthority, requestFile, type WithCode } from './enrolment.ts'
import { exportHere, importHere } from './handover.ts'
import { fillMemo, freeze, sign } from './memo.ts'
import type { Operator, Person } from './operator.ts'
import { addPhotos, fillFinding, photo } from './recording.ts'

/**
 * People who know nothing of the order of the work: each reads the line at the foot of the window, presses its button, and does
 * what the page that it opens asks for. What is carried between them is files; whoever has none for a step waits.
 */
export type Player = {
  readonly operator: Operator
  readonly workspace: string
  readonly person: Person
  readonly role: '总部' | '组长' | '组员'
}

export type Post = {
  readonly requests: { readonly from: Player; readonly file: WithCode }[]
  /** By the name of the workspace. */
  readonly answers: Map<string, WithCode>
  readonly packages: Map<string, Stick[]>
  /** What each did, in order, for whoever reads a failure. */
  readonly told: string[]
}

type Cast = readonly Player[]
type Deed = (player: Player, post: Post, cast: Cast) => Promise<boolean>

const unit = '临江县国家税务局'
const authorityPassword = '发证-渡口-扁担-二〇一四'

/** Everybody in turn, until nobody has anything left to do; gives what the line says to each then. */
export async function followUntilDone(cast: Cast, post: Post): Promise<readonly string[]> {
  for (let round = 0; round < 40; round += 1) {
    let moved = false
    for (const player of cast) {
      const { action } = await readLine(player)
      const done = (await deeds[action]?.(player, post, cast)) ?? false
      if (done) post.told.push(`${player.workspace}: ${action}`)
      moved ||= done
    }
    if (!moved) return Promise.all(cast.map(async (player) => (await readLine(player)).words))
  }
  throw new Error(`there is no end to it: ${post.told.slice(-12).join('; ')}`)
}

async function readLine({ operator: { page } }: Player) {
  const line = page.getByRole('region', { name: '接下来要办的事' })
  // What was just done is told by the host; the line asks again after each commit.
  await page.waitForTimeout(300)
  const words = (await line.getByRole('status').textContent()) ?? ''
  const action = (await line.getByRole('button').textContent()) ?? ''
  return { words, action: action.replaceAll(' ', '') }
}

async function press({ operator: { page } }: Player): Promise<void> {
  await page.getByRole('region', { name: '接下来要办的事' }).getByRole('button').click()
}

/** By what stands on the button. */
const deeds: Readonly<Record<string, Deed>> = {
  去建立: async (player) => {
    await press(player)
    await fillAuthority(player.operator, authorityPassword)
    return true
  },
  去收文件: async (player, post, cast) => {
    const request = post.requests.shift()
    if (request === undefined) return takeIn(player, post, cast)
    await press(player)
    await player.operator.page.getByRole('region', { name: '收进来' }).getByRole('link').click()
    const { workspace, person, role } = request.from
    const letter = role === '组长' ? 'A' : 'B'
    const about = {
      workspace,
      person: person.name,
      role: role === '组长' ? role : '组员',
      letter,
      authorityPassword,
    } as const
    post.answers.set(workspace, await answerHere(player.operator, request.file, about))
    return true
  },
  去办登记: async (player, post) => {
    await press(player)
    post.requests.push({ from: player, file: await requestFile(player.operator) })
    return true
  },
  去收答复: async (player, post) => {
    const answer = post.answers.get(player.workspace)
    if (answer === undefined) return false
    await press(player)
    await acceptAnswer(player.operator, answer)
    return true
  },
  去新建: async (player, post) => {
    // The second time it is only an offer: all is done.
    if (post.told.some((deed) => deed.endsWith('去新建'))) return false
    await press(player)
    await fillVisit(player, post)
    return true
  },
  去记录: async (player) => {
    await press(player)
    await fillFinding(player.operator, {
      riskPoint: 'swzr',
      named: 'NF-01 首问责任不落实',
      fact: '三号窗口无人值守，纳税人等候四十分钟，问询两次均被告知“不归我管”。',
      rule: '全国县级税务机关纳税服务规范',
      opinion: '首问责任制没有落实。',
    })
    await addPhotos(player.operator, await photo('三号窗口.jpg', 'closedWindow', 1))
    return true
  },
  去编制: async (player) => {
    await press(player)
    await fillMemo(player.operator, '江州市国家税务局第三检查组')
    return true
  },
  去看草稿: async (player) => {
    await press(player)
    await freeze(player.operator)
    return true
  },
  去核对: async (player) => {
    await press(player)
    await player.operator.page.getByRole('button', { name: /^合并到已登记的/ }).click()
    await player.operator.page.getByText('已合并').first().waitFor()
    return true
  },
  去签: async (player) => {
    await press(player)
    await sign(player.operator, player.person)
    return true
  },
  编包: async (player, post, cast) => {
    const { words } = await readLine(player)
    await press(player)
    const to = recipientOf(words, cast)
    const file = await exportHere(player.operator, to.workspace)
    post.packages.set(to.workspace, [...(post.packages.get(to.workspace) ?? []), file])
    return true
  },
  去导入: takeIn,
  去收回执: takeIn,
}

async function takeIn(player: Player, post: Post, _cast: Cast): Promise<boolean> {
  const [file, ...later] = post.packages.get(player.workspace) ?? []
  if (file === undefined) return false
  post.packages.set(player.workspace, later)
  await press(player)
  await importHere(player.operator, file)
  return true
}

/** The line names a computer, or the person who is to sign. */
function recipientOf(words: string, cast: Cast): Player {
  const found = cast.find(
    ({ workspace, person }) => words.includes(`“${workspace}”`) || words.includes(`还等${person.name}`),
  )
  if (found === undefined) throw new Error('the line names nobody to hand the package to')
  return found
}

async function fillVisit({ operator: { page } }: Player, _post: Post): Promise<void> {
  const main = page.getByRole('main')
  await main.getByLabel('检查日期').fill(beijingDay(new Date().toISOString()).replaceAll('-', ''))
  await main.getByRole('button', { name: /^载入/ }).click()
  await addToList(page, { open: '新增单位', field: '单位名称', value: unit })
  await main.getByRole('radio', { name: /^明察/ }).check()
  await main.getByLabel('开始时刻').fill('0900')
  await write(main.getByLabel('检查地点'), '办税服务厅')
  const people = main.getByLabel('检查人员', { exact: true })
  await people.fill('李建国')
  if (await page.locator('.ant-select-item-option', { hasText: '李建国' }).first().isVisible())
    await pick(people, '李建国')
  else {
    await people.fill('')
    await page.keyboard.press('Escape')
    await addToList(page, { open: '新增人员', field: '姓名', value: '李建国' })
  }
  await page.keyboard.press('Escape')
  await write(main.getByRole('textbox', { name: '通知书号' }), '督通〔2026〕12号')
  await write(main.getByRole('textbox', { name: '陪同人员' }), '办公室主任')
  await page.keyboard.press('Control+s')
  await page.getByText('本次检查还没有记录问题。').waitFor()
}

type Adding = { readonly open: string; readonly field: string; readonly value: string }

async function addToList(page: Operator['page'], { open, field, value }: Adding): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: new RegExp(open.replace('新增', '(新增|添加)')) })
    .click()
  const dialog = page.getByRole('dialog')
  await write(dialog.getByLabel(field, { exact: true }), value)
  await dialog.getByRole('button', { name: '新增', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}
