import { Modal } from 'antd'
import type { ReactNode } from 'react'

/**
 * The one dialog: focus stays inside, Esc and × close it, focus goes back where it was.
 *
 *   {open && <Dialog title="删除问题" onClose={close} footer={<Button …/>}>…</Dialog>}
 */
export type DialogProps = {
  readonly title: string
  readonly width?: number
  readonly footer?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

export function Dialog({ title, width = 560, footer = null, onClose, children }: DialogProps) {
  return (
    <Modal open title={title} width={width} footer={footer} onCancel={onClose} destroyOnHidden maskClosable={false}>
      {children}
    </Modal>
  )
}
