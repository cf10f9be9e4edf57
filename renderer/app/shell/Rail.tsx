import { Link } from '@tanstack/react-router'
import type { WorkspaceKind } from '../../../electron/contract/workspace.ts'
import { problemOf } from '../../api/problem.ts'
import { useAllCommands } from '../../ui/Commands.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Wordmark } from '../../ui/Wordmark.tsx'
import { placesOf, wholePage } from '../places.ts'

type RailProps = { readonly kind: WorkspaceKind; readonly problem: Error | undefined }

/** Where one can go, and at its foot what one can do from everywhere. */
export function Rail({ kind, problem }: RailProps) {
  return (
    <header className="rail">
      <Wordmark />
      <nav aria-label="页面">
        <ul className="rail-places">
          {placesOf(kind).map(({ to, label, icon }) => (
            <li key={to}>
              <Link
                to={to}
                params={wholePage}
                className="rail-place"
                activeOptions={{ exact: false, includeSearch: false }}
              >
                <PlaceIcon path={icon} />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {problem !== undefined && <ProblemNotice problem={problemOf(problem)} />}
      <RailCommands />
    </header>
  )
}

function PlaceIcon({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}

const atFoot = [
  { id: 'shell.palette', label: '查找' },
  { id: 'shell.help', label: '帮助' },
  { id: 'shell.second', label: '另开一页' },
  { id: 'shell.lock', label: '锁定' },
] as const

function RailCommands() {
  const commands = new Map(useAllCommands().map((command) => [command.id, command]))
  return (
    <ul className="rail-foot" aria-label="随处可用">
      {atFoot.map(({ id, label }) => {
        const command = commands.get(id)
        return command === undefined ? null : (
          <li key={id}>
            <button
              type="button"
              className="rail-command"
              aria-keyshortcuts={command.keys?.replace('Ctrl', 'Control')}
              onClick={command.run}
            >
              {label}
              {command.keys !== undefined && <kbd aria-hidden="true">{command.keys}</kbd>}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
