import { useQuery } from '@tanstack/react-query'
import { Spin } from 'antd'
import { useState } from 'react'
import type { Problem } from '../../electron/contract/problem/problem.ts'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { takeWantedDemo } from '../api/session.ts'
import { CreateWorkspace } from '../features/workspace/CreateWorkspace.tsx'
import { OpenDemo } from '../features/workspace/OpenDemo.tsx'
import { OpenWorkspace } from '../features/workspace/OpenWorkspace.tsx'
import { KeeperContext, newKeeper } from '../ui/form/keeping.ts'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { Wordmark } from '../ui/Wordmark.tsx'
import './startPage.css'

const ways = [
  { way: 'create', title: '建立工作区', purpose: '第一次使用，或为新的小组另立一处' },
  { way: 'open', title: '打开工作区', purpose: '凭自己的密码，接着上次做下去' },
  { way: 'demo', title: '打开演练', purpose: '用虚构的单位，把全过程走一遍' },
] as const
type Way = (typeof ways)[number]['way']

/** The first page: three ways in, each said in a line, and what the chosen one needs; above them, why it is shown again. */
export function StartPage({ problem }: { readonly problem?: Problem }) {
  const list = useQuery(api.workspace.list.queryOptions())
  const [wanted] = useState(takeWantedDemo)
  const [chosen, choose] = useState<Way | undefined>(wanted && 'demo')
  const [keeper] = useState(() => newKeeper())
  const found = list.data ?? []
  // Someone with a workspace comes to open it; someone without has three ways to look at first.
  const way = chosen ?? (found.length > 0 ? 'open' : undefined)
  return (
    <div className="start">
      <aside className="start-side">
        <Wordmark />
        <h1 className="start-title">明察暗访检查记录</h1>
        <ul className="start-promises">
          <li>不联网也能用：记录、签名、交接都在本机和存储介质上完成。</li>
          <li>数据和照片加密保存，只有密码能打开。</li>
          <li>每一步都留痕，改动和签名都可以核验。</li>
        </ul>
        <p className="start-limit">签名能证明签名之后内容没有改动，不是法定的电子印章。</p>
      </aside>
      <main className="start-main">
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <div>
          <h2 className="start-heading">从哪里开始</h2>
          {list.isSuccess && found.length === 0 && <p className="start-quiet">本机还没有工作区，请选一项。</p>}
        </div>
        <nav className="start-ways" aria-label="从哪里开始">
          {ways.map((one) => (
            <button
              key={one.way}
              type="button"
              className="start-way"
              aria-pressed={way === one.way}
              onClick={() => choose(one.way)}
            >
              <span className="start-way-title">{one.title}</span>
              <span className="start-way-purpose">{one.purpose}</span>
            </button>
          ))}
        </nav>
        <section className="start-panel" aria-live="polite">
          {list.isError && <ProblemNotice problem={problemOf(list.error)} />}
          {list.isPending && (
            <output className="start-quiet">
              <Spin size="small" /> 正在查找本机的工作区…
            </output>
          )}
          <KeeperContext value={keeper}>
            {way === 'create' && <CreateWorkspace />}
            {way === 'open' && list.isSuccess && <OpenWorkspace workspaces={found} onCreate={() => choose('create')} />}
            {way === 'demo' && <OpenDemo part={wanted ?? '组长'} />}
          </KeeperContext>
        </section>
      </main>
    </div>
  )
}
