import { groupsOf } from './code.ts'
import './enrolment.css'

/** Twelve digits to be read out over the telephone, in three groups. */
export function CodeDigits({ label, code }: { readonly label: string; readonly code: string }) {
  const groups = groupsOf(code)
  return (
    <div className="code" role="group" aria-label={`${label} ${groups.join(' ')}`}>
      <span className="code-label">{label}</span>
      <span className="code-digits">
        {groups.map((group, index) => (
          <span key={`${index}${group}`}>{group}</span>
        ))}
      </span>
    </div>
  )
}
