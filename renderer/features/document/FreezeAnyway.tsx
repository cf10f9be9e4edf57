import { Button } from 'antd'
import { Dialog } from '../../ui/Dialog.tsx'
import type { UnableSigner } from './documentView.ts'

export type FreezeAnywayProps = {
  readonly signers: readonly UnableSigner[]
  readonly onClose: () => void
  readonly onFreeze: () => void
}

/** Nothing is frozen for people who cannot sign without saying so first. */
export function FreezeAnyway({ signers, onClose, onFreeze }: FreezeAnywayProps) {
  const names = signers.map(({ name }) => name).join('、')
  return (
    <Dialog
      title="有人现在还不能签名"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>先不定稿</Button>
          <Button type="primary" onClick={onFreeze}>
            仍然定稿
          </Button>
        </>
      }
    >
      <p className="document-dialog-text">
        {names}
        {signers.every(({ known }) => known.length === 0)
          ? ' 还没有登记，现在不能签名。'
          : ' 现在不能签名：还没有登记，或者没有与已登记的人合并。'}
        可以先定稿，由其他人签名；等本人登记、合并以后，仍可在这一版上补签，不用重新定稿。
      </p>
    </Dialog>
  )
}
