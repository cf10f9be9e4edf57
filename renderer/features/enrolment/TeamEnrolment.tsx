import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { AuthorityFacts } from './AuthorityFacts.tsx'
import { RequestStep } from './RequestStep.tsx'
import { AnswerStep } from './AnswerStep.tsx'
import './enrolment.css'

type TeamEnrolmentProps = { readonly registered: boolean; readonly letter: string | null }

/** Enrolment as a laptop sees it: ask, read out the code, take the answer in and compare its code (decisions.md 19). */
export function TeamEnrolment({ registered, letter }: TeamEnrolmentProps) {
  const standing = useQuery(api.enrolment.standing.queryOptions())
  if (standing.isError) return <ProblemNotice problem={problemOf(standing.error)} />
  if (standing.data === undefined) return null
  const { requested, headquarters, authority } = standing.data
  return (
    <div className="enrolment">
      <p className="enrolment-lead">{leadText(registered, headquarters, letter)}</p>
      {authority !== null && <AuthorityFacts authority={authority} />}
      {registered ? (
        <details className="enrolment-again">
          <summary>重新办理登记（换了电脑、增加了人员，或者证书快到期时）</summary>
          <Steps requested={requested} />
        </details>
      ) : (
        <Steps requested={requested} />
      )}
    </div>
  )
}

function leadText(registered: boolean, headquarters: string | null, letter: string | null): string {
  if (registered) return `已在“${headquarters ?? ''}”登记，编号字头 ${letter ?? ''}。签名和数据包总部都认得。`
  if (headquarters !== null)
    return `这个工作区在另一台电脑上向“${headquarters}”登记过；搬到这台电脑以后要重新登记，原有内容不受影响。`
  return '登记之前照常记录、照常签名；登记之后，总部会认下以前的签名，并给出正式编号。'
}

function Steps({ requested }: { readonly requested: boolean }) {
  return (
    <ol className="steps">
      <RequestStep requested={requested} />
      <AnswerStep />
    </ol>
  )
}
