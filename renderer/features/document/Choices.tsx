import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { DocumentChoice, DocumentView } from './documentView.ts'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'

export type ChoicesProps = { readonly document: DocumentView; readonly mayEdit: boolean }

/** Which findings are printed, branch by branch in the lead's order, and which are not and why. */
export function Choices({ document: { document, choices }, mayEdit }: ChoicesProps) {
  const choose = useMutation(api.document.choose.mutationOptions())
  const place = useMutation(api.document.place.mutationOptions())
  const [leaving, setLeaving] = useState<DocumentChoice>()
  const included = choices.filter((choice) => choice.included)
  const leftOut = choices.filter((choice) => !choice.included)
  const failed = place.error ?? (leaving === undefined ? choose.error : null)
  const putIn = (finding: string) => choose.mutate({ document: document.id, finding, included: true, reason: null })
  return (
    <section className="document-section" aria-labelledby="document-findings">
      <h2 id="document-findings">列入的问题（{included.length}）</h2>
      {failed !== null && <ProblemNotice problem={problemOf(failed)} />}
      {included.length === 0 && (
        <p className="document-quiet">没有列入的问题：备忘录会写明“检查未发现需要列入的问题”。</p>
      )}
      {branchesOf(included).map(([branch, findings]) => (
        <div key={branch}>
          <h3 className="document-branch">{branch}</h3>
          <ol className="document-findings">
            {findings.map((choice, index) => (
              <li key={choice.finding}>
                <FindingWords choice={choice} />
                {mayEdit && (
                  <span className="document-finding-actions">
                    <Button
                      size="small"
                      aria-label={`上移 ${choice.number}`}
                      disabled={index === 0 || place.isPending}
                      onClick={() =>
                        place.mutate({
                          document: document.id,
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
                          document: document.id,
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
      {leftOut.length > 0 && <h3 className="document-branch">未列入（{leftOut.length}）</h3>}
      <ul className="document-findings">
        {leftOut.map((choice) => (
          <li key={choice.finding}>
            <FindingWords choice={choice} />
            <span className="document-reason">{reasonOf(choice)}</span>
            {mayEdit && (
              <span className="document-finding-actions">
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
          text="问题仍留在检查记录里并报总部；备忘录里不提这个问题，原因也不印出。"
          label="不列入的原因"
          about={`${document.id} ${leaving.finding}`}
          submitLabel="不列入"
          maxLength={200}
          problem={choose.error === null ? undefined : problemOf(choose.error)}
          onClose={() => setLeaving(undefined)}
          onReason={async (reason) => {
            await choose.mutateAsync({ document: document.id, finding: leaving.finding, included: false, reason })
            setLeaving(undefined)
          }}
        />
      )}
    </section>
  )
}

function FindingWords({ choice: { finding, number, title, missing } }: { readonly choice: DocumentChoice }) {
  return (
    <span className="document-finding">
      <Link to="/findings/{-$id}" params={{ id: finding }}>
        {number} {title ?? '未写标题'}
      </Link>
      {missing.length > 0 && <span className="document-missing">缺{missing.length}项</span>}
    </span>
  )
}

function branchesOf(choices: readonly DocumentChoice[]): readonly (readonly [string, readonly DocumentChoice[]])[] {
  return [...Map.groupBy(choices, ({ branch }) => branch)]
}

function reasonOf({ reason, clue }: DocumentChoice): string {
  if (reason !== null && reason !== '') return `原因：${reason}`
  return clue ? '线索，不列入' : '还没有写原因'
}
