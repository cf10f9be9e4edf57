import './statusBar.css'

/** One line at the foot: where one is, and whether anything waits. */
export function StatusBar({ items }: { readonly items: readonly string[] }) {
  return (
    <footer className="status-bar">
      <ul aria-label="状态">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </footer>
  )
}
