import type { MenuItemConstructorOptions } from 'electron'
import type { Zoom } from './zoom.ts'

export type MenuActions = Zoom & {
  readonly close: () => void
  /** Presses a key in the window: what it means is the window's own matter. */
  readonly press: (key: string, ...modifiers: ('control' | 'shift')[]) => void
  readonly about: () => void
}

/**
 * The Chinese menu. Shortcuts of the window (renderer/ui/Commands.tsx) are only shown here and never taken away from it:
 * `registerAccelerator: false`.
 */
export function menuTemplate(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    {
      label: '文件(&F)',
      submenu: [
        {
          label: '锁定',
          accelerator: 'Ctrl+L',
          registerAccelerator: false,
          click: () => actions.press('L', 'control'),
        },
        { type: 'separator' },
        { label: '退出', accelerator: 'Ctrl+Q', click: actions.close },
      ],
    },
    {
      label: '编辑(&E)',
      submenu: [
        { label: '撤销', role: 'undo' },
        { label: '重做', role: 'redo' },
        { type: 'separator' },
        { label: '剪切', role: 'cut' },
        { label: '复制', role: 'copy' },
        { label: '粘贴', role: 'paste' },
        // In a list Ctrl+A is the window's own.
        { label: '全选', role: 'selectAll', registerAccelerator: false },
        { type: 'separator' },
        {
          label: '在全部记录里查找',
          accelerator: 'Ctrl+Shift+F',
          registerAccelerator: false,
          click: () => actions.press('F', 'control', 'shift'),
        },
        {
          label: '最近操作',
          accelerator: 'Ctrl+H',
          registerAccelerator: false,
          click: () => actions.press('H', 'control'),
        },
      ],
    },
    {
      label: '视图(&V)',
      submenu: [
        { label: '放大', accelerator: 'Ctrl+=', click: actions.larger },
        { label: '缩小', accelerator: 'Ctrl+-', click: actions.smaller },
        { label: '实际大小', accelerator: 'Ctrl+0', click: actions.reset },
        { type: 'separator' },
        { label: '全屏', accelerator: 'F11', role: 'togglefullscreen' },
      ],
    },
    {
      label: '帮助(&H)',
      submenu: [
        { label: '本页帮助', accelerator: 'F1', registerAccelerator: false, click: () => actions.press('F1') },
        {
          label: '快捷键一览',
          accelerator: 'Ctrl+/',
          registerAccelerator: false,
          click: () => actions.press('/', 'control'),
        },
        { type: 'separator' },
        { label: '关于明察', click: actions.about },
      ],
    },
  ]
}
