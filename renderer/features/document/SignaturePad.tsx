import { Button } from 'antd'
import Pad from 'signature_pad'
import { useEffect, useRef } from 'react'

export type InkStroke = { x: number; y: number }[]

export type SignaturePadProps = {
  readonly label: string
  /** After each stroke, and with nothing after clearing: strokes in pixels of a 768 × 288 line. */
  readonly onInk: (strokes: InkStroke[]) => void
}

/** The line on paper is 192 × 72 points; its picture is drawn at four times that (electron/picture). */
const line = { width: 768, height: 288 }

/** A place to write one's name with a pen, a finger or the mouse. */
export function SignaturePad({ label, onInk }: SignaturePadProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<Pad>(undefined)
  const tell = useRef(onInk)
  useEffect(() => {
    tell.current = onInk
  }, [onInk])
  useEffect(() => {
    if (canvas.current === null) return undefined
    const made = new Pad(canvas.current, { penColor: '#14213d', minWidth: 1.6, maxWidth: 4.2 })
    const onStroke = (): void => tell.current(strokesOf(made, canvas.current))
    made.addEventListener('endStroke', onStroke)
    pad.current = made
    return () => {
      made.removeEventListener('endStroke', onStroke)
      made.off()
    }
  }, [])
  return (
    <div className="signature-pad">
      <canvas ref={canvas} width={line.width} height={line.height} aria-label={label} role="img" />
      <Button
        size="small"
        onClick={() => {
          pad.current?.clear()
          onInk([])
        }}
      >
        重写
      </Button>
    </div>
  )
}

/** The pad counts in pixels of the screen, the line in its own. */
function strokesOf(pad: Pad, canvas: HTMLCanvasElement | null): InkStroke[] {
  const scale = line.width / (canvas?.getBoundingClientRect().width ?? line.width)
  return pad.toData().map(({ points }) => points.map(({ x, y }) => ({ x: x * scale, y: y * scale })))
}
