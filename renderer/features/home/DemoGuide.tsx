import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CountedEntity } from '../../../electron/contract/catalogue/catalogue.ts'
import type { DemoPart } from '../../../electron/contract/workspace.ts'
import { useCan } from '../../api/workspace.ts'
import './firstSteps.css'

type Counts = Readonly<Record<CountedEntity, number>>

type DemoGuideProps = { readonly part: DemoPart; readonly held: Counts }

/** For someone who opens the 演练 and has never seen any of it: what to look at, in the order of the work. */
export function DemoGuide({ part, held }: DemoGuideProps) {
  const compiles = useCan('compileDocument')
  const steps = part === '总部' ? officeSteps(held) : teamSteps(held, compiles)
  return (
    <section className="first" aria-label="演练怎么看">
      <h2 className="first-title">
        {part === '总部'
          ? '各组的检查在总部是这样收下、核验的'
          : '一次检查从头到尾是这样做的，照着看一遍，再自己做一遍'}
      </h2>
      <ol className="first-steps">
        {steps.map(([key, words]) => (
          <li key={key}>{words}</li>
        ))}
      </ol>
    </section>
  )
}

type Step = readonly [string, ReactNode]

function teamSteps({ visit, finding, evidence, document }: Counts, compiles: boolean): readonly Step[] {
  return [
    [
      'visits',
      <>
        <Link to="/visits/{-$id}">检查</Link>：到哪个单位、哪一天、明察还是暗访、谁去的。这里已有 {visit} 次。
      </>,
    ],
    [
      'findings',
      <>
        <Link to="/findings/{-$id}">问题</Link>：每次检查发现的问题，事实、依据、意见分开写，照片附在旁边。这里已有{' '}
        {finding} 个问题、{evidence} 件证据，点一条看看。
      </>,
    ],
    [
      'documents',
      <>
        <Link to="/documents/{-$id}">备忘录</Link>：把问题和证据编成公文，逐页看过，定稿，签名。这里有 {document} 份，
        {compiles && document < visit
          ? `还有 ${visit - document} 次检查没有编，可以自己编一份签上。`
          : '由组长编制，两个人各在自己的电脑上签名。'}
      </>,
    ],
    [
      'sync',
      <>
        <Link to="/sync">同步</Link>
        ：记录装进加密的数据包，用存储介质交给总部和同组的电脑，回执回来后显示“已接收”。
      </>,
    ],
  ]
}

function officeSteps({ finding, document }: Counts): readonly Step[] {
  return [
    [
      'import',
      <>
        <Link to="/import">导入</Link>：检查组送来的数据包先核对、再预览、后导入，回执从这里送回去。
      </>,
    ],
    [
      'findings',
      <>
        <Link to="/findings/{-$id}">问题</Link>和<Link to="/evidence">证据</Link>：各组的都在这里，现有 {finding}{' '}
        个问题，照片与现场拍的一个字节不差。
      </>,
    ],
    [
      'documents',
      <>
        <Link to="/documents/{-$id}">备忘录</Link>：{document}{' '}
        份，谁签的、什么身份、什么时候、签后有没有改动，逐份核验。
      </>,
    ],
  ]
}
