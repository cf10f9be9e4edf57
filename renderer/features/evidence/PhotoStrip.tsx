import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DragEvent } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useThumbnails } from './thumbnails.ts'
import { formatName, type EvidenceView } from './words.ts'

type PhotoStripProps = {
  readonly pieces: readonly EvidenceView[]
  readonly canEdit: boolean
  readonly onOpen: (id: string) => void
}

const dragged = 'application/x-mingcha-evidence'

/** Small pictures in their order; dragging one onto another puts it before it. A removed piece leaves a visible gap. */
export function PhotoStrip({ pieces, canEdit, onOpen }: PhotoStripProps) {
  const thumbnails = useThumbnails(pieces.filter(({ removed }) => removed !== true).map(({ id }) => id))
  const queries = useQueryClient()
  const move = useMutation(
    api.evidence.move.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.evidence.key() }) }),
  )
  if (pieces.length === 0) return <p className="evidence-none">还没有证据。</p>
  return (
    <>
      {move.error !== null && <ProblemNotice problem={problemOf(move.error)} />}
      <ul className="strip" aria-label="证据列表">
        {pieces.map((piece) =>
          piece.removed === true ? (
            <li key={piece.id} className="strip-void">
              {piece.number}
              <br />
              已作废
            </li>
          ) : (
            <li key={piece.id}>
              <button
                type="button"
                className="strip-piece"
                title={piece.caption ?? piece.fileName ?? ''}
                draggable={canEdit}
                onClick={() => onOpen(piece.id)}
                onDragStart={(event) => event.dataTransfer.setData(dragged, piece.id)}
                onDragOver={(event) => {
                  if (canEdit && event.dataTransfer.types.includes(dragged)) event.preventDefault()
                }}
                onDrop={(event) => {
                  const id = draggedPiece(event)
                  if (id !== '' && id !== piece.id) move.mutate({ id, before: piece.id })
                }}
              >
                <Thumbnail piece={piece} address={thumbnails.get(piece.id)} />
                <span className="strip-caption">{piece.caption ?? piece.fileName ?? piece.number}</span>
              </button>
            </li>
          ),
        )}
      </ul>
    </>
  )
}

/** The picture, or in words what stands there instead. */
export function Thumbnail(props: {
  readonly piece: Pick<EvidenceView, 'caption' | 'fileName' | 'number' | 'mediaType'>
  readonly address: string | undefined
}) {
  const { piece, address } = props
  const name = piece.caption ?? piece.fileName ?? piece.number
  if (address === undefined) return <span className="strip-plain">{formatName(piece.mediaType)}</span>
  return <img className="strip-photo" src={address} alt={`证据 ${piece.number}：${name}`} draggable={false} />
}

function draggedPiece(event: DragEvent): string {
  const id = event.dataTransfer.getData(dragged)
  if (id !== '') event.preventDefault()
  return id
}
