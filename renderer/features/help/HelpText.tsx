import { useQuery } from '@tanstack/react-query'
import { helpPages, type HelpPage } from '../../../electron/contract/desk/help.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Markdown } from '../../ui/Markdown.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

type HelpTextProps = { readonly page: HelpPage; readonly onPage: (page: HelpPage) => void }

/** One page of the help that ships with the program; its links lead to the other pages. */
export function HelpText({ page, onPage }: HelpTextProps) {
  const text = useQuery(api.help.page.queryOptions({ input: { page } }))
  if (text.isError) return <ProblemNotice problem={problemOf(text.error)} />
  if (text.data === undefined) return null
  return (
    <Markdown
      text={text.data.text}
      link={(target, words) => (
        <button type="button" className="help-link" onClick={() => onPage(helpPageOf(target))}>
          {words}
        </button>
      )}
    />
  )
}

/** The page of that name; the first one for anything else. */
export function helpPageOf(name: string | undefined): HelpPage {
  return helpPages.find((page) => page === name) ?? 'start'
}
