import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

export function EnrolledTeams() {
  const { data: peers = [] } = useQuery(api.sync.peers.queryOptions())
  if (peers.length === 0) return <p className="step-note">还没有。检查组送来申请文件后，在上面办理。</p>
  return (
    <ul className="teams" aria-label="已登记的检查组">
      {peers.map(({ log, name, letter }) => (
        <li key={log}>
          <b className="letter">{letter ?? '—'}</b> {name}
        </li>
      ))}
    </ul>
  )
}
