import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { differing } from '../../../electron/contract/differing.ts'

/**
 * Nothing typed is lost by leaving a form, whichever way: what differs from how a form was opened is kept under the form's
 * name and stands in it again when it is next opened, until it is sent or cleared. A form that edits a record has its draft
 * for that (api/draft.ts); every other says by `keep` under which name. Passwords are never kept.
 */
export type Keeper = {
  /** Settles when what was kept before this window is at hand: a form opened earlier gets it then, below what is typed since. */
  readonly ready: Promise<void>
  readonly find: (form: string) => Typed | undefined
  /** undefined: nothing is typed in it any more. */
  readonly keep: (form: string, typed: Typed | undefined) => void
}

export type Typed = Readonly<Record<string, unknown>>

/** A keeper that forgets with the window. */
export function newKeeper(): Keeper {
  const kept = new Map<string, Typed>()
  return {
    ready: Promise.resolve(),
    find: (form) => kept.get(form),
    keep: (form, typed) => void (typed === undefined ? kept.delete(form) : kept.set(form, typed)),
  }
}

export const KeeperContext = createContext<Keeper | undefined>(undefined)

type InForm = {
  /** What was typed has been sent, or is not wanted any more. */
  readonly forget: () => void
  /** Of this field nothing is kept. */
  readonly secret: (name: string) => void
}

const noForm: InForm = { forget: () => undefined, secret: () => undefined }
export const InFormContext = createContext<InForm>(noForm)

export function useInForm(): InForm {
  return useContext(InFormContext)
}

/** `form`: its name and what it is about, such as `person:‹id›`; undefined where it has a draft, or nothing but a password. */
export function useKeeping<T extends FieldValues, Output>(
  methods: UseFormReturn<T, unknown, Output>,
  form: string | undefined,
) {
  const keeper = useContext(KeeperContext)
  const [isRestored, setRestored] = useState(() => form !== undefined && keeper?.find(form) !== undefined)
  const [secrets] = useState(() => new Set<string>())
  const inForm = useMemo(
    (): InForm => ({
      forget() {
        if (form !== undefined) keeper?.keep(form, undefined)
        setRestored(false)
      },
      secret: (name) => void secrets.add(name),
    }),
    [form, keeper, secrets],
  )
  useEffect(() => {
    if (form === undefined || keeper === undefined) return undefined
    let isOver = false
    const restore = (found: Typed | undefined): void => {
      if (found !== undefined) methods.reset({ ...methods.getValues(), ...found }, { keepDefaultValues: true })
    }
    const atOnce = keeper.find(form)
    restore(atOnce)
    void keeper.ready.then(() => {
      const found = keeper.find(form)
      if (isOver || found === atOnce) return
      restore(found)
      setRestored(found !== undefined)
    })
    const unsubscribe = methods.subscribe({
      formState: { values: true },
      callback: () => {
        const values = Object.entries(methods.getValues()).filter(([name]) => !secrets.has(name))
        const typed = differing(Object.fromEntries(values), methods.formState.defaultValues ?? {})
        keeper.keep(form, Object.keys(typed).length === 0 ? undefined : typed)
      },
    })
    return () => {
      isOver = true
      unsubscribe()
    }
  }, [form, keeper, methods, secrets])
  const clear = (): void => {
    methods.reset()
    inForm.forget()
  }
  return { isRestored, clear, inForm }
}
