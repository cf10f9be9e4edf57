import { Modal } from 'antd'
import { useRef, type ReactNode } from 'react'
import './dialog.css'

/**
 * The one dialog: focus begins at its first control and stays inside, Esc and × close it, focus goes back where it was.
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
  const body = useRef<HTMLDivElement>(null)
  return (
    <Modal
      open
      title={title}
      width={width}
      style={{ top: 'min(72px, 6vh)' }}
      footer={footer}
      onCancel={onClose}
      destroyOnHidden
      mask={{ closable: false }}
      afterOpenChange={() => body.current?.querySelector<HTMLElement>(controls)?.focus()}
    >
      <div ref={body} className="dialog-body">
        {children}
      </div>
    </Modal>
  )
}

const controls = 'input:not([type=hidden]):not(:disabled), textarea, select, button:not(:disabled), [tabindex="0"]'
