import { Button } from 'antd'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { inBeijing } from '../../electron/contract/beijing.ts'
import { droppedFiles } from './droppedFiles.ts'
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
  const take = (files: Iterable<File> | null | undefined): void => {
    const list = [...(files ?? [])].slice(0, multiple ? undefined : 1)
    if (list.length > 0 && !disabled) onFiles(list)
  }
  usePastedFiles(paste, take)
  const frame = useRef<HTMLDivElement>(null)
  const over = useDroppedFiles(frame, take)
  return (
    <div ref={frame} className="drop" role="group" aria-label={label} data-over={over}>
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

type Take = (files: Iterable<File> | undefined) => void

/** Dropping is the mouse's way; the button inside is the keyboard's. True while files are held over the frame. */
function useDroppedFiles(frame: RefObject<HTMLElement | null>, take: Take): boolean {
  const [over, setOver] = useState(false)
  const latest = useLatest(take)
  useEffect(() => {
    const target = frame.current
    if (target === null) return undefined
    const listening = new AbortController()
    const { signal } = listening
    target.addEventListener('dragover', (event) => setOver(acceptDrag(event)), { signal })
    target.addEventListener('dragleave', () => setOver(false), { signal })
    target.addEventListener(
      'drop',
      (event) => {
        event.preventDefault()
        setOver(false)
        const { dataTransfer } = event
        // A folder that cannot be walked is handed on as it is, and refused as a file that cannot be read.
        if (dataTransfer !== null) {
          const plain = [...dataTransfer.files]
          droppedFiles(dataTransfer).then(latest.current, () => latest.current(plain))
        }
      },
      { signal },
    )
    return () => listening.abort()
  }, [frame, latest])
  return over
}

function acceptDrag(event: DragEvent): boolean {
  const { dataTransfer } = event
  if (dataTransfer?.types.includes('Files') !== true) return false
  event.preventDefault()
  dataTransfer.dropEffect = 'copy'
  return true
}

function useLatest(take: Take): RefObject<Take> {
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })
  return latest
}

/** A picture of the screen comes without a name of its own, each under the same. */
function named(file: File): File {
  if (!/^image\.(?:png|jpe?g|gif|bmp|tiff?|webp)$/i.test(file.name)) return file
  const ending = file.name.slice(file.name.lastIndexOf('.'))
  return new File([file], `粘贴的图片 ${pastedAt()}${ending}`, { type: file.type, lastModified: file.lastModified })
}

/** `2026-11-25 09.30.05`: Windows allows no colon in a name. */
function pastedAt(): string {
  return inBeijing(new Date().toISOString()).slice(0, 19).replace('T', ' ').replaceAll(':', '.')
}

/** A paste that brings files is taken wherever the focus is; text goes where it was meant to go. */
function usePastedFiles(active: boolean, take: Take): void {
  const latest = useLatest(take)
  useEffect(() => {
    if (!active) return undefined
    const onPaste = (event: ClipboardEvent): void => {
      const files = event.clipboardData?.files
      if (files === undefined || files.length === 0) return
      event.preventDefault()
      latest.current([...files].map(named))
    }
    window.addEventListener('paste', onPaste)
    return () => window.removeEventListener('paste', onPaste)
  }, [active, latest])
}
