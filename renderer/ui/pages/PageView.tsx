import '@fontsource/lxgw-wenkai/500.css'
import '@fontsource/noto-serif-sc/400.css'
import { Button, Segmented, Spin } from 'antd'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { useCommands } from '../Commands.tsx'
import { readDocx, type DocxDocument } from './docxDocument.ts'
import { pageCount, Sheet } from './Sheet.tsx'
import './pages.css'

export type PageViewProps = {
  readonly docx: ArrayBuffer
  readonly label: string
  /** What else can be done with these pages, at the right of the bar. */
  readonly actions?: ReactNode
}

/** A .docx as the A4 pages it prints: page n of m, whole width or real size, PageUp and PageDown. */
export function PageView({ docx, label, actions }: PageViewProps) {
  const document = useDocument(docx)
  if (document === undefined) {
    return (
      <output className="docx-wait">
        <Spin size="small" /> 正在排版…
      </output>
    )
  }
  return <Pages docx={document} label={label} actions={actions} />
}

/** The last document stays in view until the next one is read, so that nobody loses their place while they edit. */
function useDocument(bytes: ArrayBuffer): DocxDocument | undefined {
  const [shown, setShown] = useState<DocxDocument>()
  useEffect(() => {
    let left = false
    async function read(): Promise<void> {
      const next = await readDocx(bytes)
      if (left) next.dispose()
      else setShown(next)
    }
    read().catch((error: unknown) => {
      // The host wrote these bytes: what cannot be read is a defect, and the screen says so.
      setShown(() => {
        throw error
      })
    })
    return () => {
      left = true
    }
  }, [bytes])
  useEffect(() => () => shown?.dispose(), [shown])
  return shown
}

type PagesProps = { readonly docx: DocxDocument; readonly label: string; readonly actions: ReactNode }
type Fit = 'width' | 'real'

const space = 18
/** Sheets before and behind the one in view that are drawn as well. */
const ahead = 2

function Pages({ docx, label, actions }: PagesProps) {
  const { sheet } = docx
  const [flow, total] = useTotal(docx)
  const [fit, setFit] = useState<Fit>('width')
  const { frame, width } = useWidth()
  const [current, setCurrent] = useState(1)
  const scale = fit === 'real' || width === 0 ? 1 : Math.min(1.6, (width - 2 * space) / sheet.width)
  const step = sheet.height * scale + space
  const goTo = (page: number): void => {
    frame.current?.scrollTo({ top: (Math.min(total, Math.max(1, page)) - 1) * step })
  }
  useCommands([
    { id: 'pages.next', label: '下一页', keys: 'PageDown', run: () => goTo(current + 1) },
    { id: 'pages.previous', label: '上一页', keys: 'PageUp', run: () => goTo(current - 1) },
  ])
  const onScroll = (): void => {
    const element = frame.current
    if (element === null) return
    const page = Math.floor((element.scrollTop + element.clientHeight / 3) / step) + 1
    setCurrent(Math.min(total, Math.max(1, page)))
  }
  return (
    <div className="docx-view">
      <div className="docx-bar" role="toolbar" aria-label={`${label}的翻页`}>
        <Button size="small" onClick={() => goTo(current - 1)} disabled={current <= 1}>
          上一页
        </Button>
        <output className="docx-place">
          第 {current} 页，共 {total} 页
        </output>
        <Button size="small" onClick={() => goTo(current + 1)} disabled={current >= total}>
          下一页
        </Button>
        <Segmented
          size="small"
          aria-label="显示大小"
          value={fit}
          onChange={setFit}
          options={[
            { value: 'width', label: '适合宽度' },
            { value: 'real', label: '实际大小' },
          ]}
        />
        <div className="docx-actions">{actions}</div>
      </div>
      <div ref={frame} className="docx-frame" role="region" aria-label={label} onScroll={onScroll}>
        <div className="docx-stack" style={{ width: sheet.width * scale, gap: space }}>
          {Array.from({ length: total }, (_, index) => (
            <div key={index} className="docx-place-of-sheet" style={{ height: sheet.height * scale }}>
              <div style={{ transform: `scale(${scale})`, transformOrigin: '0 0' }}>
                <Sheet
                  docx={docx}
                  number={index + 1}
                  total={total}
                  drawn={index === 0 || Math.abs(index + 1 - current) <= ahead}
                  {...(index === 0 ? { flow } : {})}
                />
              </div>
            </div>
          ))}
        </div>
      </div>
      <p className="docx-foot">
        本机没有的公文字体，预览时用相近的代替：仿宋用楷体，小标宋用宋体。文件里写的仍是公文字体。
      </p>
    </div>
  )
}

/** Counted after the first sheet is laid out, and again when a face arrives that it waits for. */
function useTotal({ sheet }: DocxDocument) {
  const flow = useRef<HTMLDivElement>(null)
  const [total, setTotal] = useState(1)
  const count = useCallback(() => {
    if (flow.current !== null) setTotal(pageCount(flow.current, sheet))
  }, [sheet])
  useLayoutEffect(count, [count])
  useEffect(() => {
    document.fonts.addEventListener('loadingdone', count)
    return () => document.fonts.removeEventListener('loadingdone', count)
  }, [count])
  return [flow, total] as const
}

function useWidth() {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = frame.current
    if (element === null) return undefined
    // A scrolling region must be reachable by keyboard (WCAG 2.1.1).
    element.tabIndex = 0
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { frame, width }
}
