import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/workspace.ts'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'
import type { PackageGap } from './syncView.ts'

/** Packages that have not come although later ones are known: each may be declared lost, until it comes after all. */
export function Gaps() {
  const gaps = useQuery(api.incoming.gaps.queryOptions())
  const [asking, ask] = useState<PackageGap>()
  const mayDecide = useCan('decideImports')
  if (gaps.data === undefined || gaps.data.length === 0) return null
  return (
    <section className="gaps" aria-label="没有收到的数据包">
      <ul className="refused-list">
        {gaps.data.map((gap) => (
          <li key={`${gap.sender} ${gap.serial}`}>
            <b>
              {gap.senderName}　第 {gap.serial} 号
            </b>
            <span className="refused-author">
              {gap.lost === null ? '没有收到' : `${beijingDateTime(gap.lost.at)} 已宣布遗失：${gap.lost.reason}`}
            </span>
            {mayDecide && gap.lost === null && (
              <Button size="small" onClick={() => ask(gap)}>
                宣布遗失…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asking !== undefined && <DeclareLost gap={asking} onClose={() => ask(undefined)} />}
    </section>
  )
}

function DeclareLost({ gap, onClose }: { readonly gap: PackageGap; readonly onClose: () => void }) {
  const declare = useMutation(api.incoming.declareLost.mutationOptions({ onSuccess: onClose }))
  const { sender, senderName, serial } = gap
  return (
    <ReasonDialog
      title={`宣布“${senderName}”的第 ${serial} 号数据包遗失`}
      text="宣布以后不再算缺号，下次交给发送方的数据包会告诉对方按未送达处理、重新写一个。以后原来的数据包又送到，照常导入，这次宣布自然失效。"
      label="遗失的情况"
      about={`${sender} ${serial}`}
      submitLabel="宣布遗失"
      maxLength={500}
      problem={declare.error === null ? undefined : problemOf(declare.error)}
      onClose={onClose}
      onReason={(reason) => declare.mutateAsync({ sender, serial, reason })}
    />
  )
}
