import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/workspace.ts'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { LateWork } from './LateWork.tsx'
import { RevokeDialog } from './RevokeDialog.tsx'
import { kindWords, type Revocation } from './words.ts'
import './revocation.css'

/** 停用和恢复, of a headquarters: who and what is out of use, up to where each computer's work counts, and what came after. */
export function Revocations() {
  const revocations = useQuery(api.revocation.list.queryOptions())
  const [adding, add] = useState(false)
  const [lifting, lift] = useState<Revocation>()
  const mayRevoke = useCan('administerTrust')
  if (revocations.isError) return <ProblemNotice problem={problemOf(revocations.error)} />
  if (revocations.data === undefined) return null
  const begin = mayRevoke ? (
    <Button danger onClick={() => add(true)}>
      停用人员、电脑或证书…
    </Button>
  ) : undefined
  return (
    <div className="revocations">
      {revocations.data.length === 0 ? (
        <EmptyState
          title="没有停用的人员、电脑或证书"
          text="电脑遗失、人员调离、签名私钥外泄时在这里停用。停用以前收到的内容照常有效，以后收到的先看再定。"
          action={begin}
        />
      ) : (
        <>
          {begin !== undefined && <div>{begin}</div>}
          <ul className="revocation-list">
            {revocations.data.map((one) => (
              <Standing key={one.id} revocation={one} onLift={mayRevoke ? () => lift(one) : undefined} />
            ))}
          </ul>
        </>
      )}
      <LateWork mayLetIn={mayRevoke} />
      {adding && <RevokeDialog onClose={() => add(false)} />}
      {lifting !== undefined && <LiftDialog revocation={lifting} onClose={() => lift(undefined)} />}
    </div>
  )
}

type StandingProps = { readonly revocation: Revocation; readonly onLift: (() => void) | undefined }

function Standing({ revocation, onLift }: StandingProps) {
  const { kind, name, reason, by, at, cuts, lifted } = revocation
  return (
    <li>
      <p>
        <b>
          {kindWords[kind]}　{name}
        </b>
        <span className="revocation-note">
          {beijingDateTime(at)} 由{by}停用：{reason}
        </span>
      </p>
      {lifted === null ? (
        <>
          {cuts.map(({ log, name: computer, words }) => (
            <p key={log} className="revocation-note">
              {computer}：有效的内容{words}
            </p>
          ))}
          {cuts.length === 0 && <p className="revocation-note">停用时还没有收到过它的内容，收到的一律先不采用。</p>}
          {onLift !== undefined && (
            <Button size="small" onClick={onLift}>
              恢复使用…
            </Button>
          )}
        </>
      ) : (
        <p className="revocation-note">
          {beijingDateTime(lifted.at)} 已恢复使用：{lifted.reason}
        </p>
      )}
    </li>
  )
}

function LiftDialog({ revocation, onClose }: { readonly revocation: Revocation; readonly onClose: () => void }) {
  const lift = useMutation(api.revocation.lift.mutationOptions({ onSuccess: onClose }))
  const { id, kind, name } = revocation
  return (
    <ReasonDialog
      title={`恢复使用${kindWords[kind]}“${name}”`}
      text="恢复以后，停用期间因此没有采用的内容全部重新采用，各检查组收到下一个数据包后也一样。"
      label="恢复的原因"
      about={id}
      submitLabel="恢复使用"
      maxLength={500}
      problem={lift.error === null ? undefined : problemOf(lift.error)}
      onClose={onClose}
      onReason={(reason) => lift.mutateAsync({ id, reason })}
    />
  )
}
