import { Button } from 'antd'
import { useState } from 'react'
import { mostPicked } from '../../../electron/contract/finding.ts'
import type { Picking } from '../../ui/table/picking.ts'
import { EditFindings } from './EditFindings.tsx'

/** How many findings are picked, and what can be done with them together. */
export function PickedFindings({ picking: { picked, onClear } }: { readonly picking: Picking }) {
  const [editing, setEditing] = useState(false)
  if (picked.size === 0) return null
  const close = (): void => setEditing(false)
  return (
    <div className="finding-picked" role="status">
      <span>
        已选 {picked.size} 个问题{picked.size === mostPicked && '（一次最多这些）'}
      </span>
      <Button size="small" type="primary" onClick={() => setEditing(true)}>
        一并修改
      </Button>
      <Button size="small" onClick={onClear}>
        取消选择
      </Button>
      {editing && <EditFindings ids={[...picked]} onClose={close} onSaved={close} />}
    </div>
  )
}
