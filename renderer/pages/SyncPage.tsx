import { Tabs } from 'antd'
import { useWorkspace } from '../api/workspace.ts'
import { ExportDesk } from '../features/sync/ExportDesk.tsx'
import { ImportDesk } from '../features/sync/ImportDesk.tsx'
import { Packages } from '../features/sync/Packages.tsx'
import { Quarantine } from '../features/sync/Quarantine.tsx'
import { PageHead } from '../ui/PageHead.tsx'
import './syncPage.css'

/** 同步, of a team: what goes to headquarters and to the other laptops, what comes from them, and the receipts. */
export function SyncPage() {
  const { kind, counts } = useWorkspace()
  return (
    <>
      <PageHead title="同步" note="用存储介质或内网邮件交接数据包；不联网。" />
      <div className="sync-page">
        <div className="sync-desks">
          <ExportDesk kind={kind} unsent={counts.unsent} />
          <ImportDesk />
        </div>
        <Tabs
          className="sync-tabs"
          destroyOnHidden
          items={[
            { key: 'packages', label: '全部数据包', children: <Packages /> },
            { key: 'quarantine', label: '未采纳的内容', children: <Quarantine /> },
          ]}
        />
      </div>
    </>
  )
}
