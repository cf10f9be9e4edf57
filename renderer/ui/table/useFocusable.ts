import { useRef } from 'react'

type Focusable = { readonly focus: () => void }

/**
 * A form asks a moment later for the focus it wants; by then a person may have left the page, and the widget of choices
 * does not survive being asked when it is gone.
 *
 *   const focusable = useFocusable()          <Select ref={focusable(field.ref)} … />
 */
export function useFocusable() {
  const shown = useRef<Focusable>(null)
  return (register: (field: Focusable | null) => void) =>
    (widget: Focusable | null): void => {
      shown.current = widget
      register(widget && { focus: () => shown.current?.focus() })
    }
}
