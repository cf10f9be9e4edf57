import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { api, client } from './client.ts'
import { changedValues, differing, ownChanges, putBack, type Changed, type Seen } from './draftValues.ts'
import { onLeaving } from './leaving.ts'

/**
 * Keeps what is typed as a draft while a form is open, and puts it back when the form opens again (decision 14).
 *
 *   const draft = useDraft({ form: 'finding', entityId: id, seen, methods })
 *   await draft.save((changed) => client.finding.save({ id, set: changed, seen: draft.seen }), client.finding.get)
 *   <Form … save={draft.state} />
 *
 * Mount one form per record (`key={id}`). Form names: the noun for a record that exists ('visit', 'finding', 'document' with
 * the record's id); the noun and '.new' ('finding.new' with the visit's id, 'visit.new' with the workspace's) for one that
 * does not yet.
 */
export type DraftRules<T extends FieldValues, Output> = {
  readonly form: string
  readonly entityId: string
  /** Per field, the changes the form saw when it was opened. */
  readonly seen: Seen
  readonly methods: UseFormReturn<T, unknown, Output>
}

/** The same as `SaveState` of ui/SaveNote. */
export type DraftState =
  | { readonly kind: 'untouched' }
  | { readonly kind: 'unsaved'; readonly keptAt: string | undefined; readonly restored: boolean }
  | { readonly kind: 'saved'; readonly at: string }

/** The record that was saved; of a form for a new one, the record that it made. */
type Saved = { readonly id: string }

/**
 * `made`: the record that an earlier save of this form made, whose end was not heard of any more; the next goes on with it
 * and makes no second one.
 */
type Write = (changed: Changed, made: string | undefined) => Promise<Saved>
type Read = (saved: Saved) => Promise<{ readonly seen: Seen }>

export type KeptDraft = {
  readonly state: DraftState
  /** What a save replaces: of the draft where one was put back, else of the record as it was opened. */
  readonly seen: Seen
  /**
   * Lets `write` save what differs from the opened record, and `read` say how it stands now; then its draft is gone and the
   * note says when. What is typed while that is under way is not in it: it stays typed, or goes to the draft of the record
   * just made. A failure passes, and everything stays typed. Gives the record's id.
   */
  readonly save: (write: Write, read: Read) => Promise<string>
  /** Throws the typed values away at once and shows the record as it was opened. */
  readonly discard: () => Promise<void>
}

const settleMilliseconds = 500
const retryMilliseconds = 2000

export function useDraft<T extends FieldValues, Output>(rules: DraftRules<T, Output>): KeptDraft {
  const { form, entityId, methods } = rules
  const key = useMemo(() => ({ form, entityId }), [form, entityId])
  const [state, setState] = useState<DraftState>({ kind: 'untouched' })
  // What was in view when the first key was pressed; what arrives while typing is not what the person saw.
  const [frozen, setFrozen] = useState(rules.seen)
  const seen = state.kind === 'unsaved' ? frozen : rules.seen
  const shown = useRef(rules.seen)
  useLayoutEffect(() => {
    shown.current = rules.seen
  }, [rules.seen])
  const replaced = useRef(seen)
  useLayoutEffect(() => {
    replaced.current = seen
  }, [seen])
  const typing = useRef(false)
  // While a save is under way, the fields that are typed in meanwhile. Their values are taken as they are typed: what the
  // save brings back shows in every field that holds what it was opened with, even if a person has just put that back.
  const typedOn = useRef<Map<string, unknown>>(undefined)
  const made = useRef<string>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const queries = useQueryClient()
  const inOrder = useOrder()

  const keep = useCallback(async () => {
    if (timer.current === undefined) return
    stop(timer)
    const changed = changedValues(methods)
    // 工作台 lists the drafts.
    void queries.invalidateQueries({ queryKey: api.home.key() })
    if (Object.keys(changed).length === 0) {
      await inOrder(() => client.draft.remove(key))
      if (timer.current !== undefined) return
      typing.current = false
      // A save that went on meanwhile has said so already.
      setState((now) => (now.kind === 'unsaved' ? { kind: 'untouched' } : now))
      return
    }
    const { savedAt } = await inOrder(() => putDraft(key, changed, replaced.current))
    setState((now) => (now.kind === 'unsaved' ? { kind: 'unsaved', keptAt: savedAt, restored: false } : now))
  }, [inOrder, key, methods, queries])

  useEffect(() => {
    let left = false
    async function restore(): Promise<void> {
      const found = await client.draft.find(key)
      if (left || found === null) return
      putBack(methods, JSON.parse(found.json))
      stop(timer)
      typing.current = true
      setFrozen(found.seen)
      setState({ kind: 'unsaved', keptAt: found.savedAt, restored: true })
    }
    // Without its draft the form still shows the record; the host's absence is told by the shell.
    restore().catch(() => undefined)
    return () => {
      left = true
    }
  }, [key, methods])

  useEffect(() => {
    let left = false
    // A host that is gone for a moment gets the draft when it is back.
    const attempt = (): Promise<void> =>
      keep().catch(() => {
        if (!left) timer.current ??= setTimeout(() => void attempt(), retryMilliseconds)
      })
    const stopWatching = methods.subscribe({
      formState: { values: true },
      callback: ({ name, type }) => {
        const [field] = name?.split('.') ?? []
        // Only what a person changes is of that type: a reset that brings fields up to date names them too.
        if (field !== undefined && type === 'change')
          typedOn.current?.set(field, Reflect.get(methods.getValues(), field))
        // A reset names no field, or names fields and leaves them as they were opened: nobody typed.
        if (field === undefined || (!typing.current && Object.keys(changedValues(methods)).length === 0)) return
        if (!typing.current) setFrozen(shown.current)
        typing.current = true
        setState((now) => (now.kind === 'unsaved' ? now : { kind: 'unsaved', keptAt: undefined, restored: false }))
        clearTimeout(timer.current)
        timer.current = setTimeout(() => void attempt(), settleMilliseconds)
      },
    })
    const stopListening = onLeaving(keep)
    return () => {
      left = true
      stopWatching()
      stopListening()
      void attempt()
    }
  }, [keep, methods])

  /** The form shows these values as the record's, and nothing of it is unsaved. */
  const settle = useCallback(
    (values: T | undefined, now: DraftState) => {
      stop(timer)
      typing.current = false
      methods.reset(values, { keepDirtyValues: false })
      setState(now)
    },
    [methods],
  )
  const drop = useCallback(async () => {
    await inOrder(() => client.draft.remove(key))
    void queries.invalidateQueries({ queryKey: api.home.key() })
  }, [inOrder, key, queries])
  const saved = useCallback(
    async (written: object, record: Saved & { readonly seen: Seen }, typed: object) => {
      const values: T = { ...methods.getValues(), ...methods.formState.defaultValues, ...written }
      const typedSince = differing(typed, { ...values })
      const wentOn = Object.keys(typedSince).length > 0
      const now = { kind: 'saved', at: new Date().toISOString() } as const
      if (record.id !== entityId) {
        stop(timer)
        const there = { form: form.replace(/\.new$/, ''), entityId: record.id }
        if (wentOn) await inOrder(() => putDraft(there, typedSince, record.seen))
        await drop()
        // Last: until then the form is busy, and makes no second record.
        settle(values, now)
        return
      }
      settle(values, now)
      shown.current = record.seen
      if (!wentOn) return drop()
      putBack(methods, typedSince)
      const stillSeen = { ...seen, ...ownChanges(record.seen, Object.keys(written)) }
      setFrozen(stillSeen)
      // At once: whoever has left the form meanwhile finds it there again.
      await inOrder(() => putDraft(key, typedSince, stillSeen))
    },
    [drop, entityId, form, inOrder, key, methods, seen, settle],
  )
  const save = useCallback(
    async (write: Write, read: Read) => {
      const typed = new Map<string, unknown>()
      const changed = changedValues(methods)
      typedOn.current = typed
      try {
        const { id } = await write(changed, made.current)
        made.current = id
        const { seen: now } = await read({ id })
        await saved(changed, { id, seen: now }, { ...methods.getValues(), ...Object.fromEntries(typed) })
        return id
      } finally {
        typedOn.current = undefined
      }
    },
    [methods, saved],
  )
  const discard = useCallback(async () => {
    settle(undefined, { kind: 'untouched' })
    await drop()
  }, [drop, settle])
  return { state, seen, save, discard }
}

function stop(timer: RefObject<ReturnType<typeof setTimeout> | undefined>): void {
  clearTimeout(timer.current)
  timer.current = undefined
}

function putDraft(at: { form: string; entityId: string }, values: object, seen: Seen) {
  return client.draft.put({ ...at, json: JSON.stringify(values), seen: { ...seen } })
}

/** What is asked of the host one after another: a draft that is still on its way must not arrive after its removal. */
function useOrder(): <R>(step: () => Promise<R>) => Promise<R> {
  const last = useRef<Promise<unknown>>(Promise.resolve())
  return useCallback((step) => {
    const next = last.current.then(step)
    last.current = next.catch(() => undefined)
    return next
  }, [])
}
