import type { ReactNode } from 'react'
import type * as z from 'zod'
import type { currentWorkspaceSchema } from '../../../electron/contract/workspace.ts'
import './workspaceView.css'

type Current = z.infer<typeof currentWorkspaceSchema>

/** Who is here, and how far the workspace is known to its headquarters. */
export function WorkspaceFacts({ current }: { readonly current: Current }) {
  const { person, recoverable } = current
  return (
    <dl className="facts">
      <Fact name="人员">
        {person.name}
        <span className="fact-note">{person.roles.join('、')}</span>
      </Fact>
      {current.kind === 'team' ? <TeamFacts {...current} /> : <HeadquartersFacts {...current} />}
      <Fact name="恢复途径">
        {recoverable ? '总部可以协助恢复' : '尚无恢复途径'}
        {!recoverable && <span className="fact-note">密码忘记后，数据打不开。请妥善保管。</span>}
      </Fact>
    </dl>
  )
}

function TeamFacts({ registered, letter }: Current) {
  return (
    <>
      <Fact name="登记">
        {registered ? '已登记' : '未登记'}
        <span className="fact-note">
          {registered ? '总部认得本机的签名和数据包。' : '照常记录和签字；登记之后，总部会补认此前的签名。'}
        </span>
      </Fact>
      <Fact name="编号字头">
        {letter ?? '尚未分配'}
        {letter === null && <span className="fact-note">问题先用临时编号，登记之后另有正式编号，两个号都保留。</span>}
      </Fact>
    </>
  )
}

function HeadquartersFacts({ registered }: Current) {
  return (
    <Fact name="发证机构">
      {registered ? '已建立' : '尚未建立'}
      <span className="fact-note">
        {registered ? '可以为检查组办理登记。' : '建立之后，才能为检查组办理登记、接收它们的数据包。'}
      </span>
    </Fact>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
