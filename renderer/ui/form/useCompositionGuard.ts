import { useRef, type KeyboardEvent } from 'react'

/** An Enter this soon after the end of a composition belongs to the input method; a person cannot type it so fast. */
const settleMilliseconds = 30
const processKeyCode = 229

/**
 * Keeps the Enter that ends a composition from submitting. Browsers and input methods disagree on the order of keydown
 * and compositionend, so all three signs are asked: the event's own flag, an open composition, and one just ended.
 */
export function useCompositionGuard() {
  const composing = useRef(false)
  const endedAt = useRef(Number.NEGATIVE_INFINITY)
  return {
    onCompositionStart: () => {
      composing.current = true
    },
    onCompositionEnd: (event: { readonly timeStamp: number }) => {
      composing.current = false
      endedAt.current = event.timeStamp
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter') return
      const { isComposing, keyCode, timeStamp } = event.nativeEvent
      const justEnded = timeStamp - endedAt.current < settleMilliseconds
      if (isComposing || keyCode === processKeyCode || composing.current || justEnded) event.preventDefault()
    },
  }
}
