import { Fragment } from 'react'
import type { Fact } from './recordFacts.ts'

type FactListProps = { readonly className: string; readonly label?: string; readonly facts: readonly Fact[] }

/** Names and what is said of each, to read. */
export function FactList({ className, label, facts }: FactListProps) {
  return (
    <dl className={className} aria-label={label}>
      {facts.map(([name, text]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
