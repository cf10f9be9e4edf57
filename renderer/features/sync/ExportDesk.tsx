import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { PeerExport } from './PeerExport.tsx'
import './sync.css'

type ExportDeskProps = { readonly kind: 'team' | 'headquarters'; readonly unsent: number }

/** 交出去: to whom, what waits, and the file to carry. */
export function ExportDesk({ kind, unsent }: ExportDeskProps) {
  const peers = useQuery(api.sync.peers.queryOptions())
  const packages = useQuery(api.sync.packages.queryOptions())
  const isTeam = kind === 'team'
  const waiting = useQuery({ ...api.sync.waitingDown.queryOptions(), enabled: !isTeam })
  return (
    <section className="sync-desk" aria-label="交出去">
      <h2>交出去</h2>
      {peers.isError && <ProblemNotice problem={problemOf(peers.error)} />}
      {peers.data?.length === 0 && (
        <EmptyState
          title={isTeam ? '还没有登记' : '还没有登记的检查组'}
          text={
            isTeam
              ? '登记以后，才能把检查内容交给总部和同组的电脑。此前照常记录、照常签名，什么都不会丢。'
              : '为检查组办理登记以后，回执和任务从这里送回去。'
          }
          action={<Link to="/settings">去办理登记</Link>}
        />
      )}
      {peers.data !== undefined && peers.data.length > 0 && (
        <>
          <p className="sync-note">{unsentText(isTeam, unsent)}</p>
          <ul className="peers" aria-label="接收方">
            {peers.data.toSorted(headquartersFirst).map((peer) => (
              <PeerExport
                key={peer.log}
                peer={peer}
                waits={waiting.data?.find(({ log }) => log === peer.log)}
                last={packages.data?.find((one) => one.direction === 'out' && one.peer === peer.log)}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function unsentText(isTeam: boolean, unsent: number): string {
  if (unsent === 0) return isTeam ? '记录都已交给总部。' : '没有要下发的内容。'
  return isTeam ? `有 ${unsent} 条改动还没有交给总部。` : `有 ${unsent} 条内容待下发，各给谁、是什么，见下面。`
}

type Kind = { readonly kind: string }

function headquartersFirst(one: Kind, other: Kind): number {
  return Number(other.kind === '总部') - Number(one.kind === '总部')
}
