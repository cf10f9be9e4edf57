import { Button } from 'antd'
import { useState } from 'react'
import { useCan, useWorkspace } from '../api/workspace.ts'
import { DocumentChecks } from '../features/documentCheck/DocumentChecks.tsx'
import { ExportDesk } from '../features/sync/ExportDesk.tsx'
import { HoldingsDialog } from '../features/sync/HoldingsDialog.tsx'
import { ImportDesk } from '../features/sync/ImportDesk.tsx'
import { Packages } from '../features/sync/Packages.tsx'
import { Quarantine } from '../features/sync/Quarantine.tsx'
import { Teams } from '../features/sync/Teams.tsx'
import { TeamMembers } from '../features/team/TeamMembers.tsx'
import { Revocations } from '../features/revocation/Revocations.tsx'
import { PageHead } from '../ui/layout/PageHead.tsx'
import { TabSheet } from '../ui/layout/TabSheet.tsx'
import './syncPage.css'

/** 导入, of a headquarters: packages of all teams, receipts back, gaps, who signed what, and all of it as files. */
export function ImportPage() {
  const { kind, counts } = useWorkspace()
  const mayExchange = useCan('exchangePackages')
  const mayEnrol = useCan('administerTrust')
  const [downloading, download] = useState(false)
  return (
    <>
      <PageHead
        title="导入"
        note="检查组送来的数据包从这里收进来，回执和总部的新内容从这里送下去。"
        actions={mayExchange && <Button onClick={() => download(true)}>下载所存内容</Button>}
      />
      <div className="sync-page">
        {mayExchange && (
          <div className="sync-desks">
            <ImportDesk mayEnrol={mayEnrol} />
            <ExportDesk kind={kind} unsent={counts.unsent} />
          </div>
        )}
        <TabSheet
          label="收到的内容"
          sheets={[
            { key: 'teams', title: '各检查组', content: <Teams /> },
            { key: 'members', title: '编组', content: <TeamMembers /> },
            { key: 'documents', title: '备忘录核验', content: <DocumentChecks /> },
            { key: 'packages', title: '全部数据包', content: <Packages /> },
            { key: 'quarantine', title: '未采纳的内容', content: <Quarantine /> },
            { key: 'revocations', title: '停用和恢复', content: <Revocations /> },
          ]}
        />
      </div>
      {downloading && <HoldingsDialog onClose={() => download(false)} />}
    </>
  )
}
