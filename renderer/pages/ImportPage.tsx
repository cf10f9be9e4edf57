import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useWorkspace } from '../api/workspace.ts'
import { MemoChecks } from '../features/memoCheck/MemoChecks.tsx'
import { ExportDesk } from '../features/sync/ExportDesk.tsx'
import { HoldingsDialog } from '../features/sync/HoldingsDialog.tsx'
import { ImportDesk } from '../features/sync/ImportDesk.tsx'
import { Packages } from '../features/sync/Packages.tsx'
import { Quarantine } from '../features/sync/Quarantine.tsx'
import { Teams } from '../features/sync/Teams.tsx'
import { PageHead } from '../ui/PageHead.tsx'
import './syncPage.css'

/** 导入, of a headquarters: packages of all teams, receipts back, gaps, who signed what, and all of it as files. */
export function ImportPage() {
  const { kind, counts } = useWorkspace()
  const [downloading, download] = useState(false)
  return (
    <>
      <PageHead
        title="导入"
        note="检查组送来的数据包从这里收进来，回执从这里送回去。"
        actions={<Button onClick={() => download(true)}>下载所存内容</Button>}
      />
      <div className="sync-page">
        <div className="sync-desks">
          <ImportDesk />
          <ExportDesk kind={kind} unsent={counts.unsent} />
        </div>
        <Tabs
          className="sync-tabs"
          destroyOnHidden
          items={[
            { key: 'teams', label: '各检查组', children: <Teams /> },
            { key: 'memos', label: '备忘录核验', children: <MemoChecks /> },
            { key: 'packages', label: '全部数据包', children: <Packages /> },
            { key: 'quarantine', label: '未采纳的内容', children: <Quarantine /> },
          ]}
        />
      </div>
      {downloading && <HoldingsDialog onClose={() => download(false)} />}
    </>
  )
}
