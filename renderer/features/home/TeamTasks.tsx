import { Link } from '@tanstack/react-router'
import { TaskCard } from './TaskCard.tsx'
import type { HomeSummary } from './useHome.ts'

/** What waits at the site and at the desk of a team: visits, gaps, documents. */
export function TeamTasks({ home }: { readonly home: HomeSummary }) {
  return (
    <div className="task-column">
      <Visits visits={home.visits} />
      <Incomplete incomplete={home.incomplete} />
      <Documents documents={home.documents} unwritten={home.unwritten} />
    </div>
  )
}

function Visits({ visits }: Pick<HomeSummary, 'visits'>) {
  return (
    <TaskCard title="今天和未填完的检查" none="今天没有检查，以前的也都填完了。">
      {visits.map(({ id, number, unitName, mode, visitedOn, today, findings, problems }) => (
        <li key={id} className="task-row">
          <Link to="/visits/{-$id}" params={{ id }} className="task-link">
            {unitName}
          </Link>
          <span className="task-note">
            {[number, mode, today ? '今天' : visitedOn, `问题 ${findings} 个`]
              .filter((one) => one !== null)
              .join(' · ')}
          </span>
          <span className={problems.length > 0 ? 'task-state task-waits' : 'task-state'} title={problems.join('；')}>
            {problems.length > 0 ? `缺 ${problems.length} 项` : '完整'}
          </span>
        </li>
      ))}
    </TaskCard>
  )
}

function Incomplete({ incomplete }: Pick<HomeSummary, 'incomplete'>) {
  return (
    <TaskCard
      title="没填完的问题"
      total={incomplete.total}
      none="所有问题都填完整了。"
      more={
        <Link to="/findings/{-$id}" params={{ id: undefined }} search={{ state: '缺项' }}>
          看全部 {incomplete.total} 个
        </Link>
      }
    >
      {incomplete.findings.map(({ id, number, title, unitName, missing }) => (
        <li key={id} className="task-row">
          <Link
            to="/findings/{-$id}"
            params={{ id }}
            search={missing[0] === undefined ? {} : { field: missing[0].field }}
            className="task-link"
          >
            {number} {title ?? '未填标题'}
          </Link>
          <span className="task-note">{unitName}</span>
          <span className="task-state task-waits">
            缺 {missing.length} 项：{missing.map(({ label }) => label).join('、')}
          </span>
        </li>
      ))}
    </TaskCard>
  )
}

function Documents({ documents, unwritten }: Pick<HomeSummary, 'documents' | 'unwritten'>) {
  return (
    <TaskCard title="备忘录" none="没有等着办的备忘录。">
      {[
        ...documents.map(({ id, unitName, state, waitsForMe }) => (
          <li key={id} className="task-row">
            <Link to="/documents/{-$id}" params={{ id }} className="task-link">
              {unitName}
            </Link>
            <span className="task-note">{state}</span>
            <span className={waitsForMe ? 'task-state task-waits' : 'task-state'}>{nextStep(state, waitsForMe)}</span>
          </li>
        )),
        ...unwritten.map(({ id, unitName, visitedOn, findings }) => (
          <li key={id} className="task-row">
            <Link to="/visits/{-$id}" params={{ id }} className="task-link">
              {unitName}
            </Link>
            <span className="task-note">
              {visitedOn} 的检查 · 问题 {findings} 个
            </span>
            <span className="task-state">还没有编制备忘录</span>
          </li>
        )),
      ]}
    </TaskCard>
  )
}

function nextStep(state: string, waitsForMe: boolean): string {
  if (waitsForMe) return '等您签名'
  if (state === '草稿') return '待定稿'
  return state === '已失效' ? '内容已改，需重新定稿' : '等其他人签名'
}
