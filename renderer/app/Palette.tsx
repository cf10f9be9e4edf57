import { useState } from 'react'
import { useAllCommands } from '../ui/commands.tsx'
import { Dialog } from '../ui/Dialog.tsx'
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [text] = useState('')
  const commands = useAllCommands()
  return (
    <Dialog title="查找" onClose={onClose}>
      {text}
      {commands.length}
    </Dialog>
  )
}
