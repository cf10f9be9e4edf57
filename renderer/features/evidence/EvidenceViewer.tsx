import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useCommands } from '../../ui/Commands.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FactList } from '../../ui/FactList.tsx'
import { HistoryButton } from '../../ui/HistoryButton.tsx'
import { EvidenceImage } from './EvidenceImage.tsx'
import { EvidenceWords } from './EvidenceWords.tsx'
import { factsOf, type EvidenceView } from './words.ts'
import './evidence.css'

type EvidenceViewerProps = {
  readonly pieces: readonly EvidenceView[]
  readonly opened: string
  readonly canEdit: boolean
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
  /** Beside the title of what its file says: a way to its finding. */
  readonly about?: ReactNode
}

/** One piece in full, what its file says of itself in plain words, and what a person says of it; PageUp and PageDown turn to the next. */
export function EvidenceViewer({ pieces, opened, canEdit, onOpen, onClose, about }: EvidenceViewerProps) {
  const shown = pieces.filter(({ removed }) => removed !== true)
  const index = shown.findIndex(({ id }) => id === opened)
  const piece = shown[index]
  const turn = (to: number): void => {
    const next = shown[to]
    if (next !== undefined) onOpen(next.id)
  }
  useCommands([
    { id: 'evidence.previous', label: '上一件证据', keys: 'PageUp', inDialog: true, run: () => turn(index - 1) },
    { id: 'evidence.next', label: '下一件证据', keys: 'PageDown', inDialog: true, run: () => turn(index + 1) },
  ])
  if (piece === undefined) return null
  return (
    <Dialog title={`证据 ${piece.number}（第 ${index + 1} 件，共 ${shown.length} 件）`} width={1120} onClose={onClose}>
      <div className="viewer">
        <div className="viewer-picture">
          <EvidenceImage key={piece.id} piece={piece} />
          <div className="viewer-turn">
            <Button disabled={index === 0} onClick={() => turn(index - 1)}>
              上一件
            </Button>
            <Button disabled={index === shown.length - 1} onClick={() => turn(index + 1)}>
              下一件
            </Button>
          </div>
        </div>
        <div className="viewer-words">
          {about}
          {piece.alsoIn.length > 0 && (
            <p className="viewer-notice">同一个文件也是问题 {piece.alsoIn.join('、')} 的证据。</p>
          )}
          {canEdit ? (
            <EvidenceWords key={piece.id} piece={piece} onRemoved={onClose} />
          ) : (
            <p>
              {piece.caption ?? '（没有说明文字）'} · {piece.class}
            </p>
          )}
          <HistoryButton entity="evidence" id={piece.id} small />
          <h2 className="viewer-heading">文件自带的信息</h2>
          <FactList className="viewer-facts" facts={factsOf(piece)} />
        </div>
      </div>
    </Dialog>
  )
}
