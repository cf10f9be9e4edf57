import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { useState, type ReactNode } from 'react'
import { api, type client } from '../../api/client.ts'
import { pageOf } from '../../api/queries.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { EvidenceViewer } from './EvidenceViewer.tsx'
import { Thumbnail } from './PhotoStrip.tsx'
import { useThumbnails } from './thumbnails.ts'
import './evidence.css'

export type FoundEvidence = Awaited<ReturnType<typeof client.evidence.page>>['evidence'][number]

type GalleryProps = {
  /** The way from a piece to its finding. */
  readonly linkOf: (piece: FoundEvidence) => ReactNode
  readonly actions: ReactNode
}

/** Evidence of all findings, the last added first. */
export function Gallery({ linkOf, actions }: GalleryProps) {
  const [text, setText] = useState('')
  const [opened, setOpened] = useState<string>()
  const found = useInfiniteQuery(
    api.evidence.page.infiniteOptions({
      input: (after: string | undefined) => ({
        ...(text !== '' && { text }),
        ...(after !== undefined && { after }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  const { rows, total, pending, problem, more } = pageOf(found, (answer) => answer.evidence)
  const piece = rows.find(({ id }) => id === opened)
  return (
    <div className="gallery">
      <div className="gallery-bar">
        <SearchBox label="查找证据" value={text} onSearch={setText} />
        {actions}
      </div>
      <div className="gallery-body">
        {problem !== undefined && <ProblemNotice problem={problem} />}
        {pending && <Spin />}
        {!pending && problem === undefined && rows.length === 0 && <Nothing searched={text !== ''} />}
        <Pieces pieces={rows} onOpen={setOpened} />
        {more !== undefined && <Button onClick={more}>再看一些</Button>}
      </div>
      <p className="gallery-count">
        共 {total ?? 0} 件{total !== undefined && total > rows.length && `，已显示 ${rows.length} 件`}
      </p>
      {piece !== undefined && (
        <EvidenceViewer
          pieces={rows}
          opened={piece.id}
          canEdit={false}
          about={linkOf(piece)}
          onOpen={setOpened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}

function Nothing({ searched }: { readonly searched: boolean }) {
  if (searched) {
    return <EmptyState title="没有符合的证据" text="可以按说明文字、文件名、证据编号或者单位名称查找。" />
  }
  return <EmptyState title="还没有证据" text="照片和文件在“问题”里添加：打开一条问题，把照片拖进去就行。" />
}

type PiecesProps = { readonly pieces: readonly FoundEvidence[]; readonly onOpen: (id: string) => void }

function Pieces({ pieces, onOpen }: PiecesProps) {
  const thumbnails = useThumbnails(pieces.map(({ id }) => id))
  if (pieces.length === 0) return null
  return (
    <ul className="gallery-pieces" aria-label="证据">
      {pieces.map((piece) => (
        <li key={piece.id}>
          <button type="button" className="strip-piece gallery-piece" onClick={() => onOpen(piece.id)}>
            <Thumbnail piece={piece} address={thumbnails.get(piece.id)} />
            <span className="strip-caption">{piece.caption ?? piece.fileName ?? piece.number}</span>
            <span className="strip-caption gallery-about">
              {piece.findingNumber} {piece.findingTitle}
            </span>
            <span className="strip-caption gallery-about">{piece.unitName}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
