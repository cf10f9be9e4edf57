import { mkdir, readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { Problem } from '../contract/problem/problem.ts'
import { demoPassword } from '../contract/workspace.ts'
import { playDemo, type DemoResult } from '../services/demo/play.ts'
import { tamper } from '../services/demo/tamper.ts'
import { installationId } from '../services/installation.ts'
import { programOptions } from './options.ts'

/** `mingcha demo`: plays the whole line and says what was made and what to try. */
export async function demoCommand({ out, tamper: tampers }: { out: string; tamper?: boolean }): Promise<void> {
  const folder = resolve(out)
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw new Problem('workspace.folderNotEmpty', {})
  const started = performance.now()
  const installation = await installationId()
  // All three are this computer, so that its window can open each of them as the one that made it.
  const options = { ...(await programOptions()), installation }
  const result = await playDemo(folder, options, (done, total, note) => say(`[${done}/${total}] ${note}`))
  say(`用时 ${((performance.now() - started) / 1000).toFixed(1)} 秒\n`)
  say(closingPage(folder, result))
  if (tampers === true) {
    say('\n改动副本，看各是怎样被拒绝的：\n')
    for (const { what, exitCode, told } of await tamper(folder, result)) say(`- ${what}：退出码 ${exitCode}，${told}`)
  }
}

function closingPage(folder: string, { memos, packages, toHeadquarters, holdings, ca }: DemoResult): string {
  const here = (path: string) => join(relative(process.cwd(), folder) || '.', relative(folder, path))
  const [memo = ''] = memos
  return [
    '演练完成（单位、人员、事实均为虚构）。',
    '',
    `  签名备忘录    ${memos.map((path) => relative(folder, path)).join('、')}`,
    `  数据包        数据包/ 共 ${packages.length} 个，身份_*.txt 是打开它们的 age 身份`,
    `  总部所存      总部/问题.xlsx（${holdings.findings} 个问题）、总部/照片/（${holdings.photos} 张）、总部/核验.json`,
    `  证书          ca.pem`,
    `  工作区        工作区/ 总部、组长、组员，密码都是：${demoPassword}`,
    '',
    '可以试三个命令：',
    '',
    `  npx mingcha verify "${here(memo)}" --ca "${here(ca)}"`,
    `  npx mingcha verify "${here(toHeadquarters)}" --ca "${here(ca)}" --identity "${here(join(folder, '数据包', '身份_总部.txt'))}"`,
    `  npx mingcha serve --data "${here(join(folder, '工作区'))}"`,
  ].join('\n')
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
