import { createContext, useContext, useEffect, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { differing } from '../../../electron/contract/differing.ts'

/**
 * Nothing typed is lost by leaving a form, whichever way: what differs from how a form was opened is kept under the form's
 * name and stands in it again when it is next opened, until it is sent or cleared. A form that edits a record has its draft
 * for that (api/draft.ts); every other says by `keep` under which name. Passwords are never kept.
 */
export type Keeper = {
  readonly find: (form: string) => Typed | undefined
  /** undefined: nothing is typed in it any more. */
  readonly keep: (form: string, typed: Typed | undefined) => void
}

export type Typed = Readonly<Record<string, unknown>>

/** A keeper that forgets with the window. */
export function newKeeper(): Keeper {
  const kept = new Map<string, Typed>()
  return {
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
  const [{ inForm, isSecret }] = useState(() => {
    const secrets = new Set<string>()
    const forget = (): void => {
      if (form !== undefined) keeper?.keep(form, undefined)
      setRestored(false)
    }
    const made: InForm = { forget, secret: (name) => void secrets.add(name) }
    return { inForm: made, isSecret: (name: string) => secrets.has(name) }
  })
  useEffect(() => {
    if (form === undefined || keeper === undefined) return undefined
    const found = keeper.find(form)
    if (found !== undefined) methods.reset({ ...methods.getValues(), ...found }, { keepDefaultValues: true })
    return methods.subscribe({
      formState: { values: true },
      callback: () => {
        const values = Object.entries(methods.getValues()).filter(([name]) => !isSecret(name))
        const typed = differing(Object.fromEntries(values), methods.formState.defaultValues ?? {})
        keeper.keep(form, Object.keys(typed).length === 0 ? undefined : typed)
      },
    })
  }, [form, keeper, methods, isSecret])
  const clear = (): void => {
    methods.reset()
    inForm.forget()
  }
  return { isRestored, clear, inForm }
}
