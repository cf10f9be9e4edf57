import './formWarning.css'

/** What a save would bring with it, said before it is made. */
export function FormWarning({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null
  return (
    <p className="form-warning" role="status">
      {text}
    </p>
  )
}
