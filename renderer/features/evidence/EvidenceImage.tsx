import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { fileAddress, saveFile } from '../../api/files.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { formatName, isShown, type EvidenceView } from './words.ts'

/** The original as it is in the store, and a way to save a copy of it; nothing here can change it. */
export function EvidenceImage({ piece }: { readonly piece: EvidenceView }) {
  const [broken, setBroken] = useState(false)
  const drawn = isShown(piece.mediaType) && piece.present
  const ticket = useQuery({
    queryKey: ['evidenceTicket', piece.id],
    queryFn: () => client.evidence.ticket({ id: piece.id, form: 'original' }),
    enabled: drawn,
    // A ticket lives a quarter of an hour: the next viewer asks for its own.
    gcTime: 0,
  })
  const save = useMutation({
    mutationFn: async () => {
      const { ticket: own } = await client.evidence.ticket({ id: piece.id, form: 'original' })
      await saveFile(own, piece.fileName ?? piece.number)
    },
  })
  if (!piece.present) {
    return <p className="viewer-plain">原件还没有到达本机，会随后面的数据包到来。</p>
  }
  return (
    <>
      {save.error !== null && <ProblemNotice problem={problemOf(save.error)} />}
      {ticket.error !== null && <ProblemNotice problem={problemOf(ticket.error)} />}
      {!drawn && (
        <p className="viewer-plain">{formatName(piece.mediaType)}不能在这里显示，请另存一份，用本机的程序打开。</p>
      )}
      {drawn && ticket.isPending && <Spin />}
      {broken && <p className="viewer-plain">这个文件读不出画面。请在“证据”页校验全部证据，看它是否完好。</p>}
      {ticket.data !== undefined && !broken && (
        <img
          className="viewer-image"
          src={fileAddress(ticket.data.ticket)}
          alt={piece.caption ?? piece.fileName ?? piece.number}
          onError={() => setBroken(true)}
        />
      )}
      <Button onClick={() => save.mutate()} loading={save.isPending}>
        另存原件
      </Button>
    </>
  )
}
