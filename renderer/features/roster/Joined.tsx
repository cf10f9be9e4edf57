import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/workspace.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import { JoinDialog } from './JoinDialog.tsx'
import { nameOf, type JoinedNoun, type RosterRow } from './rosterForm.ts'

export type JoinedProps = {
  readonly noun: JoinedNoun
  readonly row: RosterRow
  readonly others: readonly RosterRow[]
  readonly onChoose: (id: string) => void
}

/** What is the same as the chosen one, with the way to say so and to take it back. */
export function Joined({ noun, row, others, onChoose }: JoinedProps) {
  const [joining, setJoining] = useState(false)
  const queries = useQueryClient()
  const toast = useToast()
  const mayJoin = useCan('manageRoster', 'joinLocally')
  const separate = useMutation({
    ...(noun === 'unit' ? api.unit.separate.mutationOptions() : api.person.separate.mutationOptions()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api[noun].key() })
      toast('已拆开')
    },
  })
  if (!mayJoin && row.joined.length === 0) return null
  return (
    <section className="roster-joined" aria-label="与它是同一个的">
      <h3>与它是同一个的</h3>
      {row.joined.length === 0 && <p>名单里若有另一条其实是同一个，可以合并：检查、文书和签名都只算一个。</p>}
      <ul>
        {row.joined.map((one) => (
          <li key={one.id}>
            <span>
              {nameOf(one)}
              {one.code !== null && one.code !== '' && `（代码 ${one.code}）`}
            </span>
            {mayJoin && (
              <Button size="small" loading={separate.isPending} onClick={() => separate.mutate({ id: one.id })}>
                拆开
              </Button>
            )}
          </li>
        ))}
      </ul>
      {separate.error !== null && <ProblemNotice problem={problemOf(separate.error)} />}
      {mayJoin && <Button onClick={() => setJoining(true)}>合并…</Button>}
      {joining && (
        <JoinDialog
          noun={noun}
          row={row}
          others={others}
          onClose={() => setJoining(false)}
          onJoined={(id) => {
            setJoining(false)
            onChoose(id)
          }}
        />
      )}
    </section>
  )
}
