import { countedEntities, type CountedEntity, rows } from '../../../electron/contract/catalogue/catalogue.ts'
import './workspaceView.css'

type Counts = { readonly held: Readonly<Record<CountedEntity, number>>; readonly unsent: number }

export function WorkspaceCounts({ counts }: { readonly counts: Counts }) {
  return (
    <dl className="counts" aria-label="工作区里有什么">
      {countedEntities.map((noun) => (
        <Count key={noun} name={rows[noun].label} number={counts.held[noun]} measure={rows[noun].measure} />
      ))}
      <Count name="待发改动" number={counts.unsent} measure="条" />
    </dl>
  )
}

type CountProps = { readonly name: string; readonly number: number; readonly measure: string }

function Count({ name, number, measure }: CountProps) {
  return (
    <div className="count">
      <dt>{name}</dt>
      <dd>
        <span className="count-number">{number.toLocaleString('zh-CN')}</span> {measure}
      </dd>
    </div>
  )
}
