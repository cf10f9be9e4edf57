import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../api/client.ts'
import { beijingClock } from '../../../electron/contract/beijing.ts'
import type { DocumentView, Obstacle } from './documentView.ts'

export type ObstaclesProps = { readonly document: DocumentView; readonly obstacles: readonly Obstacle[] }

/** What must be put right first, each with the way to it, and what is typed but not saved and so would not be printed. */
export function Obstacles({ document, obstacles }: ObstaclesProps) {
  const unsaved = useUnsaved(document)
  if (obstacles.length === 0 && unsaved.length === 0) return null
  return (
    <section className="document-section" aria-labelledby="document-obstacles">
      <h2 id="document-obstacles">定稿前要补的</h2>
      <ul className="document-obstacles">
        {obstacles.map((obstacle) => (
          <li key={obstacle.id}>
            <WayTo entity={obstacle.entity} id={obstacle.id} name={obstacle.name} />
            <span>：{obstacle.missing.join('、')}</span>
          </li>
        ))}
        {unsaved.map(({ entity, id, name, savedAt }) => (
          <li key={`draft ${id}`}>
            <WayTo entity={entity} id={id} name={name} />
            <span>：有未保存的修改（{beijingClock(savedAt)}），保存后才会印进备忘录</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

type Place = { readonly entity: Obstacle['entity']; readonly id: string; readonly name: string }

function WayTo({ entity, id, name }: Place) {
  switch (entity) {
    case 'visit':
      return (
        <Link to="/visits/{-$id}" params={{ id }}>
          {name}
        </Link>
      )
    case 'finding':
      return (
        <Link to="/findings/{-$id}" params={{ id }}>
          {name}
        </Link>
      )
    case 'document':
      return <a href="#document-form" onClick={goToForm}>{`${name}的落款和意见`}</a>
  }
}

/** The address is the router's; the form is on this page. */
function goToForm(event: { preventDefault: () => void }): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#document-form input')?.focus()
}

function useUnsaved({
  document,
  visit,
  visitNumber,
  choices,
}: DocumentView): readonly (Place & { readonly savedAt: string })[] {
  const drafts = useQuery(api.draft.list.queryOptions())
  const places = new Map<string, Place>([
    [document.id, { entity: 'document', id: document.id, name: '备忘录' }],
    [visit, { entity: 'visit', id: visit, name: `检查 ${visitNumber}` }],
    ...choices.map(
      ({ finding, number, title }) =>
        [finding, { entity: 'finding', id: finding, name: [number, title].join(' ').trim() }] as const,
    ),
  ])
  return (drafts.data ?? []).flatMap(({ entityId, savedAt }) => {
    const place = places.get(entityId)
    return place === undefined ? [] : [{ ...place, savedAt }]
  })
}
