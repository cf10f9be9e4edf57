import './workspaceView.css'

type Counts = {
  readonly visits: number
  readonly findings: number
  readonly evidence: number
  readonly documents: number
  readonly unsent: number
}

const words = [
  ['visits', '检查', '次'],
  ['findings', '问题', '个'],
  ['evidence', '证据', '件'],
  ['documents', '备忘录', '份'],
  ['unsent', '待发改动', '条'],
] as const

export function WorkspaceCounts({ counts }: { readonly counts: Counts }) {
  return (
    <dl className="counts" aria-label="工作区里有什么">
      {words.map(([key, name, measure]) => (
        <div key={key} className="count">
          <dt>{name}</dt>
          <dd>
            <span className="count-number">{counts[key].toLocaleString('zh-CN')}</span> {measure}
          </dd>
        </div>
      ))}
    </dl>
  )
}
