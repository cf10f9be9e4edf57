import { Button } from 'antd'
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react'
import './dropZone.css'

/**
 * Where files come in: dropped, chosen by button or keyboard, and, with `paste`, pasted anywhere on the page.
 *
 *   <DropZone label="照片" hint="可以拖入、选择或粘贴" accept="image/*" multiple paste onFiles={add} />
 *
 * It only hands the files on; `uploadFile` of api/files.ts makes a handle of each.
 */
export type DropZoneProps = {
  readonly label: string
  readonly hint: ReactNode
  readonly button: string
  readonly accept?: string
  readonly multiple?: boolean
  readonly paste?: boolean
  readonly disabled?: boolean
  readonly onFiles: (files: readonly File[]) => void
}

export function DropZone(props: DropZoneProps) {
  const { label, hint, button, accept, multiple = false, paste = false, disabled = false, onFiles } = props
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null | undefined): void => {
    const list = [...(files ?? [])].slice(0, multiple ? undefined : 1)
    if (list.length > 0 && !disabled) onFiles(list)
  }
  usePastedFiles(paste, take)
  return (
    // Dropping is the mouse's way; the button inside is the keyboard's.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="drop"
      role="group"
      aria-label={label}
      data-over={over}
      onDragOver={(event) => acceptDrag(event, () => setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <input
        ref={chooser}
        type="file"
        className="visually-hidden"
        aria-label={`${label}：选择文件`}
        tabIndex={-1}
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          take(event.target.files)
          // The same file may be chosen again.
          event.target.value = ''
        }}
      />
      <Button disabled={disabled} onClick={() => chooser.current?.click()}>
        {button}
      </Button>
      <span className="drop-hint">{hint}</span>
    </div>
  )
}

function acceptDrag(event: DragEvent, light: () => void): void {
  if (!event.dataTransfer.types.includes('Files')) return
  event.preventDefault()
  event.dataTransfer.dropEffect = 'copy'
  light()
}

/** A paste that brings files is taken wherever the focus is; text goes where it was meant to go. */
function usePastedFiles(active: boolean, take: (files: FileList | undefined) => void): void {
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })
  useEffect(() => {
    if (!active) return undefined
    const onPaste = (event: ClipboardEvent): void => {
      const files = event.clipboardData?.files
      if (files === undefined || files.length === 0) return
      event.preventDefault()
      latest.current(files)
    }
    window.addEventListener('paste', onPaste)
    return () => window.removeEventListener('paste', onPaste)
  }, [active])
}
