import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Pagination, Spin } from 'antd'
import { useState, type ReactNode } from 'react'
import { api, type client } from '../../api/client.ts'
import { shownProblem } from '../../api/queries.ts'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
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

/** Words instead of the widget's own signs, whose names are English. */
const turnWords = { prev: '上一页', next: '下一页', 'jump-prev': '…', 'jump-next': '…' } as const

const pageLength = 60

/** Evidence of all findings, the last added first, in pages that are turned: only one is drawn and asked for again. */
export function Gallery({ linkOf, actions }: GalleryProps) {
  const [text, setText] = useState('')
  const [opened, setOpened] = useState<string>()
  const [number, turnTo] = useState(1)
  const found = useQuery({
    ...api.evidence.page.queryOptions({
      input: { ...(text !== '' && { text }), limit: pageLength, offset: (number - 1) * pageLength },
    }),
    placeholderData: keepPreviousData,
  })
  const { evidence: rows = [], total = 0 } = found.data ?? {}
  const { isPending: pending } = found
  const problem = shownProblem(found.error, found.data)
  const last = Math.max(1, Math.ceil(total / pageLength))
  // Pieces have gone since: the page that was open is no more.
  if (number > last && found.isSuccess && !found.isPlaceholderData) turnTo(last)
  const piece = rows.find(({ id }) => id === opened)
  return (
    <div className="gallery">
      <div className="gallery-bar">
        <SearchBox
          label="查找证据"
          value={text}
          onSearch={(typed) => {
            setText(typed)
            turnTo(1)
          }}
        />
        {actions}
      </div>
      <div className="gallery-body">
        {problem !== undefined && <ProblemNotice problem={problem} />}
        {pending && <Spin />}
        {!pending && problem === undefined && rows.length === 0 && <Nothing searched={text !== ''} />}
        <Pieces pieces={rows} onOpen={setOpened} />
      </div>
      <div className="gallery-count">
        <span>共 {total} 件</span>
        <Pagination
          size="small"
          hideOnSinglePage
          showSizeChanger={false}
          current={number}
          pageSize={pageLength}
          total={total}
          itemRender={(_, type, drawn) => (type === 'page' ? drawn : <span>{turnWords[type]}</span>)}
          onChange={(to) => turnTo(to)}
        />
      </div>
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
