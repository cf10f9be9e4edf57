import { Button } from 'antd'
import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react'
import './toasts.css'

/**
 * A short word that something is done, read out and gone by itself; never for what a person must read or answer. With an
 * `action` it stays longer: what was done can be taken back from it.
 *
 *   const toast = useToast()
 *   toast('备忘录已保存到所选位置')
 */
export function useToast(): Tell {
  return useContext(ToastContext)
}

export type Tell = (text: string, action?: ToastAction) => void
export type ToastAction = { readonly label: string; readonly run: () => void }

const shownMilliseconds = 4000
const offeredMilliseconds = 8000

type Toast = { readonly key: number; readonly text: string; readonly action?: ToastAction | undefined }

export function Toasts({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const next = useRef(0)
  const drop = useCallback((key: number) => setToasts((before) => before.filter((one) => one.key !== key)), [])
  const toast = useCallback<Tell>(
    (text, action) => {
      const key = next.current++
      // What is offered now takes the place of what was offered before.
      setToasts((before) => [
        ...before.filter((one) => action === undefined || one.action === undefined),
        { key, text, action },
      ])
      setTimeout(() => drop(key), action === undefined ? shownMilliseconds : offeredMilliseconds)
    },
    [drop],
  )
  return (
    <ToastContext value={toast}>
      {children}
      <div className="toasts" role="status">
        {toasts.map(({ key, text, action }) => (
          <p key={key} className="toast">
            {text}
            {action !== undefined && (
              <Button
                size="small"
                ghost
                onClick={() => {
                  drop(key)
                  action.run()
                }}
              >
                {action.label}
              </Button>
            )}
          </p>
        ))}
      </div>
    </ToastContext>
  )
}

const ToastContext = createContext<Tell>(() => undefined)
