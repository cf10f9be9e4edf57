import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { onDesktop } from '../../api/desktop.ts'
import { openSecondTab, wantDemo } from '../../api/session.ts'
import type { DemoPart } from '../../../electron/contract/workspace.ts'
import { takeStep } from '../../api/undo.ts'
import { useCommands, type Command } from '../../ui/Commands.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import { lockWindow } from '../lock.ts'
import { placesOf, wholePage } from '../places.ts'
import { useWorkspace } from '../../api/workspace.ts'

export type Overlay = 'palette' | 'shortcuts' | 'help' | 'operations'

/** The commands that every screen has, and which of the things that open over a screen is open. */
export function useShellCommands() {
  const [overlay, setOverlay] = useState<Overlay>()
  const { lock, second } = useLeaving()
  const { kind } = useWorkspace()
  const navigate = useNavigate()
  const toast = useToast()
  const everywhere: readonly Command[] = [
    ...placesOf(kind).map(({ to, label, keys }) => ({
      id: `go${to}`,
      label: `转到${label}`,
      group: '页面',
      ...(keys && { keys }),
      run: () => void navigate({ to, params: wholePage }),
    })),
    { id: 'visit.new', label: '新建检查', keys: 'Ctrl+N', group: '记录', run: () => void navigate(newVisit) },
    { ...outside, id: 'undo.back', label: '撤销', keys: 'Ctrl+Z', run: () => void takeStep('back', toast) },
    {
      ...outside,
      id: 'undo.forward',
      label: '恢复撤销的操作',
      keys: 'Ctrl+Y',
      run: () => void takeStep('forward', toast),
    },
    { id: 'undo.list', label: '最近操作', keys: 'Ctrl+H', group: '记录', run: () => setOverlay('operations') },
    { id: 'trash.open', label: '回收站', group: '记录', run: () => void navigate(trash) },
    { id: 'shell.palette', label: '查找命令和记录', keys: 'Ctrl+K', group: '窗口', run: () => setOverlay('palette') },
    {
      id: 'shell.find',
      label: '在全部记录里查找',
      keys: 'Ctrl+Shift+F',
      group: '窗口',
      run: () => setOverlay('palette'),
    },
    { id: 'shell.shortcuts', label: '快捷键一览', keys: 'Ctrl+/', group: '窗口', run: () => setOverlay('shortcuts') },
    { id: 'shell.help', label: '本页帮助', keys: 'F1', group: '窗口', run: () => setOverlay('help') },
    { id: 'shell.lock', label: '锁定', keys: 'Ctrl+L', group: '窗口', inDialog: true, run: () => lock.mutate() },
    ...(onDesktop
      ? []
      : [{ id: 'shell.second', label: '另开一页', group: '窗口', run: () => second.mutate(undefined) }]),
  ]
  useCommands(everywhere)
  /** The desktop has one window: there the other part takes the place of this one. */
  const openPart = (part: DemoPart): void => {
    if (!onDesktop) return second.mutate(part)
    wantDemo(part)
    lock.mutate()
  }
  return { overlay, openPart, close: () => setOverlay(undefined), lockProblem: lock.error ?? second.error ?? undefined }
}

/** In a field these keys take back what is typed there. */
const outside = { group: '记录', notTyping: true } as const

const trash = { to: '/settings', search: { section: '回收站' } } as const
const newVisit = { to: '/visits/{-$id}', params: { id: 'new' } } as const

function useLeaving() {
  const queries = useQueryClient()
  const lock = useMutation({ mutationFn: () => lockWindow(queries) })
  const second = useMutation({ mutationFn: (demo: DemoPart | undefined) => openSecondTab(demo) })
  return { lock, second }
}
