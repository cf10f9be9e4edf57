import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { AnswerRequest } from './AnswerRequest.tsx'
import { AuthorityFacts } from './AuthorityFacts.tsx'
import { CreateAuthority } from './CreateAuthority.tsx'
import { EnrolledTeams } from './EnrolledTeams.tsx'
import './enrolment.css'

type HeadquartersEnrolmentProps = { readonly name: string; readonly mayEnrol: boolean }

/** Enrolment as headquarters sees it: an authority of its own, requests answered, and who is enrolled. */
export function HeadquartersEnrolment({ name, mayEnrol }: HeadquartersEnrolmentProps) {
  const standing = useQuery(api.enrolment.standing.queryOptions())
  if (standing.isError) return <ProblemNotice problem={problemOf(standing.error)} />
  if (standing.data === undefined) return null
  const { authority } = standing.data
  if (authority === null) {
    return (
      <div className="enrolment">
        <p className="enrolment-lead">先建立发证机构，才能为检查组办理登记、接收它们的数据包。</p>
        {mayEnrol ? <CreateAuthority workspace={name} /> : <p>请本工作区的系统管理员来建立。</p>}
      </div>
    )
  }
  return (
    <div className="enrolment">
      <AuthorityFacts authority={authority} />
      <h3>办理登记</h3>
      {mayEnrol ? <AnswerRequest /> : <p>请本工作区的系统管理员来办理。</p>}
      <h3>已登记的检查组</h3>
      <EnrolledTeams />
    </div>
  )
}
