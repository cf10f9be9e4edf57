import { Outlet } from '@tanstack/react-router'
import { RecentOperations } from '../../features/undo/RecentOperations.tsx'
import { useWorkspace } from '../../api/workspace.ts'
import { useLive } from '../../api/live.ts'
import { StatusBar } from '../../ui/layout/StatusBar.tsx'
import { DamageNotice } from './DamageNotice.tsx'
import { DrillBand } from './DrillBand.tsx'
import { HelpPanel } from './HelpPanel.tsx'
import { NextLine } from './NextLine.tsx'
import { Palette } from '../palette/Palette.tsx'
import { Rail } from './Rail.tsx'
import { ResumedWork } from './ResumedWork.tsx'
import { ShortcutList } from '../palette/ShortcutList.tsx'
import { useShellCommands } from './useShellCommands.ts'
import './shell.css'

/** What stays on every screen: the rail, the drill band, the foot; and what opens over any of them. */
export function Shell() {
  const current = useWorkspace()
  const { lost } = useLive()
  const { overlay, close, lockProblem, openPart } = useShellCommands()
  return (
    <div className="shell">
      {current.drill && <DrillBand part={current.demoPart} onPart={openPart} />}
      <div className="shell-body">
        <Rail kind={current.kind} problem={lockProblem} />
        <main className="shell-main" tabIndex={-1}>
          {lost && (
            <p className="lost-band" role="alert">
              联系不上本机程序，正在重新连接。已读出的内容和正在填写的内容都还在，请不要关闭这一页。
            </p>
          )}
          <DamageNotice />
          <ResumedWork />
          <Outlet />
        </main>
        {overlay === 'help' && <HelpPanel onClose={close} />}
      </div>
      <div className="shell-foot">
        <NextLine />
        <StatusBar items={statusOf(current, lost)} />
      </div>
      {overlay === 'palette' && <Palette onClose={close} />}
      {overlay === 'operations' && <RecentOperations onClose={close} />}
      {overlay === 'shortcuts' && <ShortcutList onClose={close} />}
    </div>
  )
}

type Current = ReturnType<typeof useWorkspace>

function statusOf(current: Current, lost: boolean): readonly string[] {
  const { name, person, recoverable, counts } = current
  return [
    name,
    person.name,
    registrationOf(current),
    ...(recoverable ? [] : ['尚无恢复途径']),
    counts.unsent === 0 ? '没有待发的改动' : `待发改动 ${counts.unsent} 条`,
    lost ? '正在重新连接本机程序' : '离线可用',
  ]
}

function registrationOf({ kind, registered }: Current): string {
  if (kind === 'headquarters') return registered ? '已建立发证机构' : '尚未建立发证机构'
  return registered ? '已登记' : '未登记'
}
