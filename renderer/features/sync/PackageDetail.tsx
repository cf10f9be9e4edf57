import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/workspace.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { ImportDecision } from './ImportDecision.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { stateNotes, type PackageView } from './syncView.ts'

export function PackageDetail({ row }: { readonly row: PackageView }) {
  const [asking, ask] = useState(false)
  const mayWithdraw = useCan('exchangePackages')
  const { direction, peerName, serial, fileName, state, madeAt, receivedAt, records, lost } = row
  return (
    <div className="package-detail">
      <h3>
        {direction === 'out' ? `交给“${peerName}”` : `来自“${peerName}”`}的第 {serial} 号
      </h3>
      <p>
        <span className="package-state" data-state={state}>
          {state}
        </span>
        ：{stateNotes[state]}
      </p>
      <dl className="package-facts">
        {fileName !== '' && <Fact name="文件名">{fileName}</Fact>}
        {records !== '' && <Fact name="内容">{records}</Fact>}
        <Fact name="写出">{beijingDateTime(madeAt)}</Fact>
        {receivedAt !== null && <Fact name="导入">{beijingDateTime(receivedAt)}</Fact>}
      </dl>
      {lost !== null && <p className="gap">总部声明没有收到这个数据包：{lost}。请按未送达处理，重新写一个。</p>}
      {row.import !== null && <ImportDecision importId={row.import} row={row} />}
      {mayWithdraw && direction === 'out' && state === '已写出' && (
        <Button onClick={() => ask(true)}>没有送到，重新写一个</Button>
      )}
      {asking && <WithdrawDialog row={row} onClose={() => ask(false)} />}
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function WithdrawDialog({ row, onClose }: { readonly row: PackageView; readonly onClose: () => void }) {
  const queries = useQueryClient()
  const withdraw = useMutation(
    api.sync.withdraw.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries()
        onClose()
      },
    }),
  )
  return (
    <Dialog
      title={`第 ${row.serial} 号数据包按未送达处理`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>不处理</Button>
          <Button type="primary" loading={withdraw.isPending} onClick={() => withdraw.mutate({ id: row.id })}>
            按未送达处理
          </Button>
        </>
      }
    >
      <p>
        它和之后交给“{row.peerName}
        ”的数据包改为“已撤回”，里面的内容重新算作没有交出，放进下一个数据包。以后对方又找到了旧文件，导入也不会出错。
      </p>
      {withdraw.isError && <ProblemNotice problem={problemOf(withdraw.error)} />}
    </Dialog>
  )
}
