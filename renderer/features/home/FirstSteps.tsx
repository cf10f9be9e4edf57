import { Link } from '@tanstack/react-router'
import type { WorkspaceKind } from '../../../electron/contract/workspace.ts'
import './firstSteps.css'

type FirstStepsProps = { readonly kind: WorkspaceKind; readonly registered: boolean }

/** What a new workspace needs, in the order in which it is done; gone with the first visit. */
export function FirstSteps({ kind, registered }: FirstStepsProps) {
  return (
    <section className="first" aria-label="从这里开始">
      <h2 className="first-title">从这里开始</h2>
      <ol className="first-steps">
        {kind === 'team' ? <TeamSteps {...{ registered }} /> : <OfficeSteps {...{ registered }} />}
      </ol>
    </section>
  )
}

type Steps = Pick<FirstStepsProps, 'registered'>

function TeamSteps({ registered }: Steps) {
  return (
    <>
      <li>
        <Link to="/settings" search={{ section: '单位' }}>
          添加单位和人员
        </Link>
        ，
        <Link to="/settings" search={{ section: '活动' }}>
          载入这次活动
        </Link>
        ：要去的单位、同组的人，先列个名单。
      </li>
      <li>
        <Link to="/visits/{-$id}" params={{ id: 'new' }}>
          新建检查
        </Link>
        ，到现场后逐条记录问题，拖入照片。
      </li>
      <li>
        {registered ? '已在总部登记。' : <Link to="/settings">向总部登记</Link>}
        {registered ? '签名和数据包总部都认得。' : '。可以晚些再办，先记录、先签名，登记之后总部都认得。'}
      </li>
    </>
  )
}

function OfficeSteps({ registered }: Steps) {
  return (
    <>
      <li>
        {registered ? '发证机构已建立。' : <Link to="/settings">建立发证机构</Link>}
        {registered ? '可以为检查组办理登记。' : '，之后才能为检查组办理登记。'}
      </li>
      <li>
        <Link to="/settings">为检查组办理登记</Link>，双方核对两个校验码。
      </li>
      <li>
        <Link to="/import">导入检查组送来的数据包</Link>，再把回执送回去。
      </li>
    </>
  )
}
