import './wordmark.css'

export function Wordmark() {
  return (
    <div className="wordmark">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <circle cx="14" cy="14" r="8" fill="none" stroke="currentColor" strokeWidth="2.4" />
        <path d="M20 20 27 27" stroke="#c9a46a" strokeWidth="3.4" strokeLinecap="round" />
      </svg>
      <span className="wordmark-name">明察</span>
    </div>
  )
}
