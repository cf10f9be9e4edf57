import { useQuery } from '@tanstack/react-query'
import type { HelpPage } from '../../../electron/contract/desk/help.ts'
import { api } from '../../api/client.ts'
import './help.css'

type HelpIndexProps = { readonly page: HelpPage; readonly onPage: (page: HelpPage) => void }

/** All pages by their titles. */
export function HelpIndex({ page, onPage }: HelpIndexProps) {
  const list = useQuery(api.help.list.queryOptions())
  return (
    <nav aria-label="帮助目录">
      <ul className="help-index">
        {(list.data ?? []).map((one) => (
          <li key={one.page}>
            <button
              type="button"
              aria-current={one.page === page ? 'page' : undefined}
              onClick={() => onPage(one.page)}
            >
              {one.title}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
