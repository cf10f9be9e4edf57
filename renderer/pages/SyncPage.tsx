import { useCan, useWorkspace } from '../api/workspace.ts'
import { ExportDesk } from '../features/sync/ExportDesk.tsx'
import { ImportDesk } from '../features/sync/ImportDesk.tsx'
import { Packages } from '../features/sync/Packages.tsx'
import { Quarantine } from '../features/sync/Quarantine.tsx'
import { TeamMembers } from '../features/team/TeamMembers.tsx'
import { PageHead } from '../ui/layout/PageHead.tsx'
import { TabSheet } from '../ui/layout/TabSheet.tsx'
import './syncPage.css'

/** 同步, of a team: what goes to headquarters and to the other laptops, what comes from them, and the receipts. */
export function SyncPage() {
  const { kind, counts } = useWorkspace()
  const mayExchange = useCan('exchangePackages')
  return (
    <>
      <PageHead title="同步" note="用存储介质或内网邮件交接数据包；不联网。" />
      <div className="sync-page">
        {mayExchange && (
          <div className="sync-desks">
            <ExportDesk kind={kind} unsent={counts.unsent} />
            <ImportDesk />
          </div>
        )}
        <TabSheet
          label="数据包和未采纳的内容"
          sheets={[
            { key: 'packages', title: '全部数据包', content: <Packages /> },
            { key: 'quarantine', title: '未采纳的内容', content: <Quarantine /> },
            { key: 'members', title: '编组', content: <TeamMembers /> },
          ]}
        />
      </div>
    </>
  )
}
