import { demoParts, type DemoPart } from '../../../electron/contract/workspace.ts'
import './drillBand.css'

type DrillBandProps = {
  /** Which workspace of the shipped 演练 this is; null for one that a person made. */
  readonly part: DemoPart | null
  readonly onPart: (part: DemoPart) => void
}

/** On every page of a 演练: that nothing of it is real, and the way to the other sides of the same story. */
export function DrillBand({ part, onPart }: DrillBandProps) {
  return (
    <section className="drill-band" aria-label="演练">
      演练 · 单位、人员和问题都是虚构的，真正的总部不会接收
      {part !== null && (
        <span className="drill-parts">
          这里是{part}的电脑，另开：
          {demoParts
            .filter((other) => other !== part)
            .map((other) => (
              <button key={other} type="button" onClick={() => onPart(other)}>
                {other}的电脑
              </button>
            ))}
        </span>
      )}
    </section>
  )
}
