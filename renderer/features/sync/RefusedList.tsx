type Refused = { readonly entity: string; readonly id: string; readonly author: string; readonly reason: string }

export function RefusedList({ refused }: { readonly refused: readonly Refused[] }) {
  return (
    <ul className="refused-list">
      {refused.map(({ entity, id, author, reason }, index) => (
        <li key={`${id}${index}`}>
          <b>{entity}</b>
          <span className="refused-author">{author}</span>
          {reason}
        </li>
      ))}
    </ul>
  )
}
