import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { launchBrowser } from './browser.ts'
import { faultsOf } from './computers.ts'
import { followUntilDone, type Player, type Post } from './wholeLine/following.ts'
import { openMemo, saveMemo } from './wholeLine/memo.ts'
import { browserOperator, type Person } from './wholeLine/operator.ts'
import { createWorkspace } from './wholeLine/workspace.ts'
import { buildWindow, openWindow, screenshot, type Opened } from './window.ts'

/** From three empty folders to the receipt, by people who only follow the line at the foot of the window. */
let browser: Browser
let rendererFolder: string
let computers: readonly Opened[] = []
beforeAll(async () => {
  ;[browser, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
})
afterEach(async ({ task }) => {
  for (const [place, { page }] of computers.entries()) {
    if (task.result?.state === 'fail') await screenshot(page, `next-failed-${place}`)
  }
  await Promise.all(computers.map((computer) => computer.close()))
})
afterAll(() => browser.close())

const office = {
  workspace: '江州市局督查办',
  person: personOf('陈督办', '处长', 'dukou-biandan-2014-jia'),
  role: '总部',
} as const
const lead = {
  workspace: '第三检查组',
  person: personOf('王敏', '主任科员', 'dukou-biandan-2014-yi'),
  role: '组长',
} as const
const member = {
  workspace: '第三组李建国',
  person: personOf('李建国', '科员', 'dukou-biandan-2014-bing'),
  role: '组员',
} as const

function personOf(name: string, post: string, password: string): Person {
  return { name, post, password, unit: '江州市国家税务局' }
}

describe.each([
  ['the lead is first at everything', [lead, office, member]],
  ['the member is', [member, office, lead]],
] as const)('%s', (_, order) => {
  it('the line leads all three to the receipt', async () => {
    computers = await Promise.all(order.map(() => openWindow({ browser, rendererFolder })))
    const cast: Player[] = []
    for (const [place, about] of order.entries()) {
      const { page, web } = computers[place] as Opened
      await page.goto(web.address)
      const operator = browserOperator(page)
      await createWorkspace(operator, {
        kind: about.role === '总部' ? '总部' : '检查组',
        name: about.workspace,
        person: about.person,
      })
      cast.push({ ...about, operator })
    }
    const post: Post = { requests: [], answers: new Map(), packages: new Map(), told: [] }
    const words = await followUntilDone(cast, post)
    const said = Object.fromEntries(cast.map(({ role }, place) => [role, words[place]]))
    expect({ ...said, told: post.told }).toEqual({
      told: post.told,
      总部: '等检查组送来申请文件或者数据包。',
      组长: '记录都已交给总部，回执也都收到了。',
      组员: '记录都已交出去了。',
    })
    const leader = cast.find(({ role }) => role === '组长') as Player
    await openMemo(leader.operator, '临江县国家税务局')
    const { signatures } = await verifyDocx((await saveMemo(leader.operator)).buffer, {
      anchors: [],
      at: new Date().toISOString(),
    })
    expect(signatures.map(({ signer, intact }) => `${signer} ${intact}`).toSorted()).toEqual([
      '李建国 true',
      '王敏 true',
    ])
    expect(computers.flatMap(faultsOf)).toEqual([])
  })
})
