import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useLayoutEffect, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { turns } from '../../electron/contract/turns.ts'
import { api, client } from './client.ts'
import { reduceDraft, newDraft, type Draft, type DraftEffect, type DraftEvent, type DraftNote } from './draftReducer.ts'
import { changedValues, putBack, type Changed, type Seen } from './draftValues.ts'
import { onLeaving } from './leaving.ts'

/**
 * Keeps what is typed as a draft while a form is open, and puts it back when the form opens again (decisions.md 14).
 *
 *   const draft = useDraft({ form: 'finding', entityId: id, seen, methods })
 *   await draft.save((changed) => client.finding.save({ id, set: changed, seen: draft.seen }), client.finding.get)
 *   <Form … save={draft.note} />
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

/** The record that was saved; of a form for a new one, the record that it made. */
type Saved = { readonly id: string }

/** `made`: the record that an earlier save of this form made, whose end was not heard of any more. */
type Write = (changed: Changed, made: string | undefined) => Promise<Saved>
type Read = (saved: Saved) => Promise<{ readonly seen: Seen }>

export type KeptDraft = {
  readonly note: DraftNote
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

const pauseMilliseconds = { typing: 500, failure: 2000 } as const

export function useDraft<T extends FieldValues, Output>(rules: DraftRules<T, Output>): KeptDraft {
  const { methods } = rules
  const [begun] = useState(() => newDraft({ form: rules.form, entityId: rules.entityId }, rules.seen))
  const [view, setView] = useState(begun)
  const { tell, pause, made } = useReducedDraft(begun, methods, setView)

  useLayoutEffect(() => {
    void tell({ kind: 'shown', seen: rules.seen })
  }, [rules.seen, tell])

  useEffect(() => {
    let left = false
    async function restore(): Promise<void> {
      const found = await client.draft.find(begun.place)
      if (left || found === null) return
      await tell({ kind: 'found', values: valuesIn(found.json), seen: found.seen, savedAt: found.savedAt })
    }
    // Without its draft the form still shows the record; the host's absence is told by the shell.
    restore().catch(() => undefined)
    return () => {
      left = true
    }
  }, [begun, tell])

  useEffect(() => onLeaving(pause), [pause])

  const save = useCallback(
    async (write: Write, read: Read) => {
      const written = changedValues(methods)
      await tell({ kind: 'saveBegun' })
      try {
        const { id } = await write(written, made())
        await tell({ kind: 'written', id })
        const { seen } = await read({ id })
        const values = { ...methods.getValues() }
        const opened = { ...methods.formState.defaultValues }
        await tell({ kind: 'saved', at: new Date().toISOString(), record: { id, seen }, written, values, opened })
        return id
      } finally {
        await tell({ kind: 'saveEnded' })
      }
    },
    [made, methods, tell],
  )
  const discard = useCallback(() => tell({ kind: 'discarded' }), [tell])
  return { note: view.note, seen: view.note.kind === 'unsaved' ? view.seen : rules.seen, save, discard }
}

/** Takes each event and does its effects in order; what the form itself tells becomes events. */
function useReducedDraft<T extends FieldValues, Output>(
  begun: Draft,
  methods: UseFormReturn<T, unknown, Output>,
  setView: (draft: Draft) => void,
) {
  const queries = useQueryClient()
  const [steps] = useState(() => {
    let draft = begun
    let left = false
    // The form tells of what is set from here, too.
    let setting = false
    let timer: ReturnType<typeof setTimeout> | undefined
    // What is asked of the host one after another: a draft that is still on its way must not arrive after its removal.
    const inTurn = turns()

    async function tell(event: DraftEvent): Promise<void> {
      const step = reduceDraft(draft, event)
      draft = step.draft
      setView(draft)
      if (!draft.waiting) clearTimeout(timer)
      for (const effect of step.effects) {
        const asked = perform(effect)
        // What only concerns the form is done before anybody can press another key.
        if (asked !== undefined) await asked
      }
    }
    function perform(effect: DraftEffect): Promise<void> | undefined {
      switch (effect.kind) {
        case 'show':
          return set(() => methods.reset(effect.values as T | undefined, { keepDirtyValues: false }))
        case 'type':
          return set(() => putBack(methods, effect.values))
        case 'pauseSoon':
          clearTimeout(timer)
          if (!left) timer = setTimeout(() => void pause(), pauseMilliseconds[effect.after])
          return undefined
        case 'put':
          return put(effect)
        case 'remove':
          return remove(effect)
        case 'then':
          return tell(effect.event)
      }
    }
    function set(change: () => void): undefined {
      setting = true
      change()
      setting = false
    }
    async function put({ place, values, seen }: Extract<DraftEffect, { kind: 'put' }>): Promise<void> {
      const json = JSON.stringify(values)
      const { savedAt } = await inTurn(() => client.draft.put({ ...place, json, seen: { ...seen } }))
      listAgain()
      if (place === draft.place) await tell({ kind: 'kept', savedAt })
    }
    async function remove({ place, typed }: Extract<DraftEffect, { kind: 'remove' }>): Promise<void> {
      await inTurn(() => client.draft.remove(place))
      listAgain()
      await tell({ kind: 'removed', typed })
    }
    /** 工作台 lists the drafts. */
    function listAgain(): void {
      void queries.invalidateQueries({ queryKey: api.home.key() })
    }
    /** A host that is gone for a moment gets the draft when it is back. */
    async function pause(): Promise<void> {
      await tell({ kind: 'paused', changed: changedValues(methods) }).catch(() => tell({ kind: 'notKept' }))
    }
    function listen(): () => void {
      left = false
      const stop = methods.subscribe({
        formState: { values: true },
        callback: ({ name, type }) => {
          const [field] = name?.split('.') ?? []
          // A reset names no field.
          if (setting || field === undefined) return
          const value: unknown = Reflect.get(methods.getValues(), field)
          const differs = Object.keys(changedValues(methods)).length > 0
          void tell({ kind: 'changed', field, value, byPerson: type === 'change', differs })
        },
      })
      return () => {
        left = true
        stop()
        void pause()
      }
    }
    return { tell, pause, listen, made: () => draft.made }
  })
  useEffect(() => steps.listen(), [steps])
  return steps
}

function valuesIn(json: string): Changed {
  const values: unknown = JSON.parse(json)
  return typeof values === 'object' && values !== null ? { ...values } : {}
}
