import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { MemoChoice, MemoView } from './memoView.ts'
import { ReasonDialog } from './ReasonDialog.tsx'

export type ChoicesProps = { readonly memo: MemoView; readonly mayEdit: boolean }

/** Which findings are printed, branch by branch in the lead's order, and which are not and why. */
export function Choices({ memo: { memo, choices }, mayEdit }: ChoicesProps) {
  const choose = useMutation(api.memo.choose.mutationOptions())
  const place = useMutation(api.memo.place.mutationOptions())
  const [leaving, setLeaving] = useState<MemoChoice>()
  const included = choices.filter((choice) => choice.included)
  const leftOut = choices.filter((choice) => !choice.included)
  const failed = place.error ?? (leaving === undefined ? choose.error : null)
  const putIn = (finding: string) => choose.mutate({ memo: memo.id, finding, included: true, reason: null })
  return (
    <section className="memo-section" aria-labelledby="memo-findings">
      <h2 id="memo-findings">列入的问题（{included.length}）</h2>
      {failed !== null && <ProblemNotice problem={problemOf(failed)} />}
      {included.length === 0 && <p className="memo-quiet">没有列入的问题：备忘录会写明“检查未发现需要列入的问题”。</p>}
      {branchesOf(included).map(([branch, findings]) => (
        <div key={branch}>
          <h3 className="memo-branch">{branch}</h3>
          <ol className="memo-findings">
            {findings.map((choice, index) => (
              <li key={choice.finding}>
                <FindingWords choice={choice} />
                {mayEdit && (
                  <span className="memo-finding-actions">
                    <Button
                      size="small"
                      aria-label={`上移 ${choice.number}`}
                      disabled={index === 0 || place.isPending}
                      onClick={() =>
                        place.mutate({
                          memo: memo.id,
                          finding: choice.finding,
                          after: findings[index - 2]?.finding ?? null,
                        })
                      }
                    >
                      ↑
                    </Button>
                    <Button
                      size="small"
                      aria-label={`下移 ${choice.number}`}
                      disabled={index === findings.length - 1 || place.isPending}
                      onClick={() =>
                        place.mutate({
                          memo: memo.id,
                          finding: choice.finding,
                          after: findings[index + 1]?.finding ?? null,
                        })
                      }
                    >
                      ↓
                    </Button>
                    <Button size="small" onClick={() => setLeaving(choice)}>
                      不列入
                    </Button>
                  </span>
                )}
              </li>
            ))}
          </ol>
        </div>
      ))}
      {leftOut.length > 0 && <h3 className="memo-branch">未列入（{leftOut.length}）</h3>}
      <ul className="memo-findings">
        {leftOut.map((choice) => (
          <li key={choice.finding}>
            <FindingWords choice={choice} />
            <span className="memo-reason">{reasonOf(choice)}</span>
            {mayEdit && (
              <span className="memo-finding-actions">
                <Button size="small" disabled={choose.isPending} onClick={() => putIn(choice.finding)}>
                  列入
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {leaving !== undefined && (
        <ReasonDialog
          title={`不列入 ${leaving.number}`}
          text="问题仍留在检查记录里并报总部；备忘录只写明有几个问题未列入，原因不印出。"
          label="不列入的原因"
          submitLabel="不列入"
          maxLength={200}
          problem={choose.error === null ? undefined : problemOf(choose.error)}
          onClose={() => setLeaving(undefined)}
          onReason={async (reason) => {
            await choose.mutateAsync({ memo: memo.id, finding: leaving.finding, included: false, reason })
            setLeaving(undefined)
          }}
        />
      )}
    </section>
  )
}

function FindingWords({ choice: { finding, number, title, missing } }: { readonly choice: MemoChoice }) {
  return (
    <span className="memo-finding">
      <Link to="/findings/{-$id}" params={{ id: finding }}>
        {number} {title ?? '未写标题'}
      </Link>
      {missing.length > 0 && <span className="memo-missing">缺{missing.length}项</span>}
    </span>
  )
}

function branchesOf(choices: readonly MemoChoice[]): readonly (readonly [string, readonly MemoChoice[]])[] {
  return [...Map.groupBy(choices, ({ branch }) => branch)]
}

function reasonOf({ reason, clue }: MemoChoice): string {
  if (reason !== null && reason !== '') return `原因：${reason}`
  return clue ? '线索，不列入' : '还没有写原因'
}
