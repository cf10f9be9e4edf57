import { Link, type LinkProps } from '@tanstack/react-router'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { TaskCard } from './TaskCard.tsx'
import type { HomeSummary } from './useHome.ts'

/** What waits on both sides: what was typed and not saved, packages, deadlines. */
export function SharedTasks({
  home,
  packagesAt,
}: {
  readonly home: HomeSummary
  readonly packagesAt: '/sync' | '/import'
}) {
  return (
    <div className="task-column">
      {home.conflicts > 0 && <Conflicts total={home.conflicts} />}
      {home.waiting > 0 && <WaitingForUpgrade total={home.waiting} />}
      {home.groundless.total > 0 && <Groundless groundless={home.groundless} />}
      <Drafts drafts={home.drafts} />
      {packagesAt === '/import' && <WaitingDown waiting={home.waitingDown} />}
      <Packages packages={home.packages} at={packagesAt} />
      <Milestones milestones={home.milestones} />
    </div>
  )
}

function Conflicts({ total }: { readonly total: number }) {
  return (
    <TaskCard title="有冲突的问题" total={total} none="">
      {[
        <li key="conflicts" className="task-row">
          <Link to="/findings/{-$id}" params={{ id: undefined }} search={{ state: '冲突' }} className="task-link">
            逐条选定要用的值
          </Link>
          <span className="task-note">两个人改了同一处，两个值都留着，选定之前什么都不会丢。</span>
        </li>,
      ]}
    </TaskCard>
  )
}

function WaitingForUpgrade({ total }: { readonly total: number }) {
  return (
    <TaskCard title="等待升级的内容" total={total} none="">
      {[
        <li key="waiting" className="task-row">
          {total} 条由新版本写入，升级后显示
          <span className="task-note">
            原样留在本机，照常随数据包转报，不会丢。请向总部索取新版程序，升级后自动读入。
          </span>
        </li>,
      ]}
    </TaskCard>
  )
}

function Groundless({ groundless }: Pick<HomeSummary, 'groundless'>) {
  return (
    <TaskCard title="依据不再算数的文书" total={groundless.total} none="">
      {groundless.papers.map(({ id, kind, unitName, state, grounds }) => (
        <li key={id} className="task-row">
          <Link to="/documents/{-$id}" params={{ id }} className="task-link">
            {unitName}
          </Link>
          <span className="task-note">
            {kind} · {state}
          </span>
          <span className="task-state task-waits">{grounds}</span>
        </li>
      ))}
    </TaskCard>
  )
}

function Drafts({ drafts }: Pick<HomeSummary, 'drafts'>) {
  return (
    <TaskCard title="未保存的修改" none="没有未保存的修改。">
      {drafts.map(({ form, entityId, label, savedAt }) => (
        <li key={`${form}${entityId}`} className="task-row">
          <Link {...addressOf(form, entityId)} className="task-link">
            {label}
          </Link>
          <span className="task-note">草稿留存于 {beijingDateTime(savedAt)}</span>
        </li>
      ))}
    </TaskCard>
  )
}

/** Form names are those of api/draft.ts. */
function addressOf(form: string, entityId: string): LinkProps {
  switch (form) {
    case 'visit':
      return { to: '/visits/{-$id}', params: { id: entityId } }
    case 'visit.new':
      return { to: '/visits/{-$id}', params: { id: 'new' } }
    case 'finding.new':
      return { to: '/findings/{-$id}', params: { id: 'new' }, search: { visit: entityId } }
    case 'finding':
      return { to: '/findings/{-$id}', params: { id: entityId } }
    case 'document':
      return { to: '/documents/{-$id}', params: { id: entityId } }
    default:
      return { to: '/settings' }
  }
}

function WaitingDown({ waiting }: { readonly waiting: HomeSummary['waitingDown'] }) {
  return (
    <TaskCard title="待下发" none="没有要下发给检查组的内容。">
      {waiting.map(({ log, name, total, words }) => (
        <li key={log} className="task-row">
          <Link to="/import" className="task-link">
            {name}
          </Link>
          <span className="task-note">{words}</span>
          <span className="task-state task-waits">{total} 条待下发</span>
        </li>
      ))}
    </TaskCard>
  )
}

function Packages({ packages, at }: Pick<HomeSummary, 'packages'> & { readonly at: '/sync' | '/import' }) {
  return (
    <TaskCard
      title="数据包"
      none={at === '/import' ? '没有等着导入的数据包。' : '送往总部的数据包都有了回执，也没有等着导入的。'}
    >
      {packages.map(({ id, peerName, serial, direction, state, madeAt }) => (
        <li key={id} className="task-row">
          <Link to={at} className="task-link">
            {direction === 'out' ? `送往 ${peerName}` : `来自 ${peerName}`}
          </Link>
          <span className="task-note">
            第 {serial} 号 · {beijingDateTime(madeAt)}
          </span>
          <span className="task-state task-waits">
            {direction === 'out' && state === '已写出' ? '还没有回执' : state}
          </span>
        </li>
      ))}
    </TaskCard>
  )
}

function Milestones({ milestones }: Pick<HomeSummary, 'milestones'>) {
  return (
    <TaskCard title="活动时限" none="近期没有到期的事项。">
      {milestones.map(({ id, title, dueOn, days, text, source }) => (
        <li key={id} className="task-row">
          <span className="task-link">{title}</span>
          <span className="task-note">{[dueOn, source].filter((one) => one !== null).join(' · ')}</span>
          <span className={days <= 7 ? 'task-state task-waits' : 'task-state'}>{text}</span>
        </li>
      ))}
    </TaskCard>
  )
}
