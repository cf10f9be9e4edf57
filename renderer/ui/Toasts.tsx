import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react'
import './toasts.css'

/**
 * A short word that something is done, read out and gone by itself; never for what a person must read or answer.
 *
 *   const toast = useToast()
 *   toast('备忘录已保存到所选位置')
 */
export function useToast(): (text: string) => void {
  return useContext(ToastContext)
}

const shownMilliseconds = 4000

export function Toasts({ children }: { readonly children: ReactNode }) {
  const [texts, setTexts] = useState<readonly { readonly key: number; readonly text: string }[]>([])
  const next = useRef(0)
  const toast = useCallback((text: string) => {
    const key = next.current++
    setTexts((before) => [...before, { key, text }])
    setTimeout(() => setTexts((before) => before.filter((one) => one.key !== key)), shownMilliseconds)
  }, [])
  return (
    <ToastContext value={toast}>
      {children}
      <div className="toasts" role="status">
        {texts.map(({ key, text }) => (
          <p key={key} className="toast">
            {text}
          </p>
        ))}
      </div>
    </ToastContext>
  )
}

const ToastContext = createContext<(text: string) => void>(() => undefined)
