import { Button } from 'antd'

/** A quiet way, below a list, to add what is not in it. */
export function AddLink({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return (
    <Button type="link" size="small" className="add-link" onClick={onClick}>
      {text}
    </Button>
  )
}
