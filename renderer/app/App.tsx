import { QueryClientProvider, useQuery, type QueryClient } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { api } from '../api/client.ts'
import { isKind, problemOf } from '../api/problem.ts'
import { MessagePage } from '../pages/MessagePage.tsx'
import { StartPage } from '../pages/StartPage.tsx'
import { lazy, Suspense } from 'react'
import { CommandsProvider } from '../ui/Commands.tsx'
import { CrossIcon, DownIcon, EyeIcon } from '../ui/Icons.tsx'
import { theme } from './theme.ts'
import { useDesktop } from './shell/useDesktop.ts'

type AppProps = { readonly session: Promise<void>; readonly queries: QueryClient }

export function App({ session, queries }: AppProps) {
  return (
    <ConfigProvider
      locale={zhCN}
      theme={theme}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      select={signs}
      modal={{ closeIcon: <CrossIcon size={18} /> }}
      inputPassword={{ iconRender: (visible) => <EyeIcon open={visible} /> }}
    >
      <QueryClientProvider client={queries}>
        <CommandsProvider>
          <Session session={session} />
        </CommandsProvider>
      </QueryClientProvider>
    </ConfigProvider>
  )
}

const signs = { suffixIcon: <DownIcon />, removeIcon: <CrossIcon /> }

/** No screen before this tab has its session: without it every question would be refused. */
function Session({ session }: Pick<AppProps, 'session'>) {
  const started = useQuery({ queryKey: ['session'], queryFn: () => session.then(() => true) })
  if (started.isPending) return <MessagePage />
  if (started.isError) return <MessagePage problem={problemOf(started.error)} />
  return <Screens />
}

/** The shell and its screens are loaded when a workspace is opened: the first page does not wait for them. */
const Workspace = lazy(async () => ({ default: (await import('./Workspace.tsx')).Workspace }))

function Screens() {
  const { incident } = useDesktop()
  const current = useQuery(api.workspace.current.queryOptions())
  if (current.isError && isKind(current.error, 'workspace.locked')) {
    return <StartPage {...(incident !== undefined && { problem: new Problem('program.restarted', { incident }) })} />
  }
  // A host that is gone for a moment takes nothing from the screen: the shell says so and goes on when it is back.
  const lost = current.isError && isKind(current.error, 'host.unreachable')
  if (current.data !== undefined && (!current.isError || lost)) {
    return (
      <Suspense fallback={<MessagePage />}>
        <Workspace />
      </Suspense>
    )
  }
  if (current.isPending) return <MessagePage />
  return <MessagePage problem={problemOf(current.error)} onRetry={() => void current.refetch()} />
}
