import { useQuery } from '@tanstack/react-query'
import { Spin } from 'antd'
import type { ReactNode } from 'react'
import type * as z from 'zod'
import type { documentCheckView } from '../../../electron/contract/document/documentCheck.ts'
import { codeText } from '../../../electron/contract/document/versionCode.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { verdictWords } from '../../../electron/contract/document/documentCheck.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import './documentCheck.css'

type Check = NonNullable<z.infer<typeof documentCheckView>>

/** What verifying a document found here: verdict and reasons, who signed in what role and when, since when it is here. */
export function DocumentCheck({ document }: { readonly document: string }) {
  const check = useQuery(api.documentCheck.get.queryOptions({ input: { id: document } }))
  if (check.isError) return <ProblemNotice problem={problemOf(check.error)} />
  if (check.isPending) {
    return (
      <output className="check-wait">
        <Spin size="small" /> 正在核验…
      </output>
    )
  }
  if (check.data === null) return <p className="check-note">还没有定稿的版本，没有可以核验的文件。</p>
  return <CheckResult check={check.data} />
}

function CheckResult({ check }: { readonly check: Check }) {
  const { version, code, state, reasons, signatures, arrivedAt } = check
  const { note, kind } = verdicts[check.verdict]
  return (
    <div className="check">
      <p className="check-verdict" data-kind={kind}>
        <b>{verdictWords[check.verdict]}</b>：{note}
      </p>
      {reasons.length > 0 && (
        <ul className="check-reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <dl className="check-facts">
        <Fact name="版本">
          第 {version} 版（{state}），版本码 {codeText(code)}
        </Fact>
        <Fact name="到达本机">{arrivedAt === null ? '在本机编制' : beijingDateTime(arrivedAt)}</Fact>
        <Fact name="印出内容">{printedText(check)}</Fact>
      </dl>
      <p className="check-title">签名</p>
      {signatures.length === 0 && <p className="check-note">还没有人签名。</p>}
      {signatures.map((signature, index) => (
        <Signature key={`${signature.signer}${index}`} signature={signature} />
      ))}
      <p className="check-note">电子签名用于核对签名人并发现改动，不是法定电子印章。</p>
    </div>
  )
}

function Signature({ signature }: { readonly signature: Check['signatures'][number] }) {
  const { signer, role, signedAt, intact, trusted, reasons } = signature
  return (
    <section className="check-signature" aria-label={`${signer}的签名`}>
      <p>
        <b>{signer === '' ? '（证书里没有姓名）' : signer}</b>
        {role !== null && <span className="check-role">{role}</span>}
        {signedAt !== null && <span className="check-note">{beijingDateTime(signedAt)} 签名</span>}
      </p>
      <p className="check-note">
        {intact ? '签名之后没有改动' : '签名之后有改动'}；{trusted ? '证书由本单位受信任的机构签发' : '签名人未受信任'}
      </p>
      {reasons.length > 0 && (
        <ul className="check-reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function printedText({ printed, absent, changed }: Check): string {
  const gaps = absent === 0 ? '都与本机的记录一致' : `有 ${absent} 项在本机的记录里找不到`
  return `${printed} 项，${gaps}；定稿以后${changed === 0 ? '没有改动' : `改过 ${changed} 项`}`
}

const verdicts = {
  valid: { kind: 'good', note: '签名齐全，内容没有改动，签名人都受信任。' },
  untrusted: { kind: 'doubt', note: '内容没有改动，但签名人的证书不能确认。' },
  waiting: { kind: 'open', note: '已有的签名见下面，还缺人签名。' },
  unsigned: { kind: 'open', note: '已定稿，还没有人签名。' },
  broken: { kind: 'bad', note: '原因见下面。' },
} as const
