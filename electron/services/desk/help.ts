import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { helpPages, type HelpPage } from '../../contract/desk/help.ts'
import { opening } from '../host/procedure.ts'

/** The help that ships with the program and needs no network; readable before a workspace is open. */

const list = opening.help.list.handler(({ context: { host } }) =>
  Promise.all(helpPages.map(async (page) => ({ page, title: titleOf(await readHelp(host.resourceFolder, page)) }))),
)

const page = opening.help.page.handler(async ({ input, context: { host } }) => {
  const text = await readHelp(host.resourceFolder, input.page)
  return { title: titleOf(text), text }
})

export const help = { list, page }

function readHelp(resourceFolder: string, page: HelpPage): Promise<string> {
  return readFile(join(resourceFolder, 'help', `${page}.md`), 'utf8')
}

function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)?.[1]?.trim() ?? '帮助'
}
