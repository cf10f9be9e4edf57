import * as z from 'zod'
import { open } from '../procedure.ts'

/** The pages of resources/help in reading order; each file begins with `# ` and its title. */
export const helpPages = ['start', 'findings', 'documents', 'sync', 'settings', 'headquarters', 'shortcuts'] as const
export type HelpPage = (typeof helpPages)[number]

export const help = {
  list: open.output(z.array(z.object({ page: z.enum(helpPages), title: z.string() }))),
  /** One page as Markdown: headings, paragraphs, lists, tables, `code`, **strong** and links to other pages; no HTML. */
  page: open.input(z.object({ page: z.enum(helpPages) })).output(z.object({ title: z.string(), text: z.string() })),
}
