import { differing } from '../../electron/contract/differing.ts'
import { ownChanges, type Changed, type Seen } from './draftValues.ts'

/**
 * The draft of a form as a pure reducer: what has happened gives the next state and what is to be done about it, in order
 * (decisions.md 14). `draft.ts` is the thin hook that feeds it and does so.
 */

/** The same as `SaveState` of ui/SaveNote. */
export type DraftNote =
  | { readonly kind: 'untouched' }
  | { readonly kind: 'unsaved'; readonly keptAt: string | undefined; readonly restored: boolean }
  | { readonly kind: 'saved'; readonly at: string }

export type DraftPlace = { readonly form: string; readonly entityId: string }

export type Draft = {
  readonly place: DraftPlace
  readonly note: DraftNote
  /** What the record in view says now. */
  readonly shown: Seen
  /** What was in view when the first key was pressed: what arrives while typing is not what the person saw. */
  readonly seen: Seen
  /** The form differs from the record, or did and its draft is not gone yet. */
  readonly typing: boolean
  /** Something was typed since the draft was kept. */
  readonly waiting: boolean
  /** How often something was typed. */
  readonly typed: number
  /**
   * While a save is under way, the fields that are typed in meanwhile. Their values are taken as they are typed: what the
   * save brings back shows in every field that holds what it was opened with, even if a person has just put that back.
   */
  readonly typedOn: Changed | undefined
  /** The record that an earlier save of this form made: the next goes on with it and makes no second one. */
  readonly made: string | undefined
}

export type DraftEvent =
  /** The record came, or came anew. */
  | { readonly kind: 'shown'; readonly seen: Seen }
  /** A draft of an earlier time was found. */
  | { readonly kind: 'found'; readonly values: Changed; readonly seen: Seen; readonly savedAt: string }
  /** A field changed; `differs`: the form now differs from what it was opened with. Code sets fields too, unlike a person. */
  | {
      readonly kind: 'changed'
      readonly field: string
      readonly value: unknown
      readonly byPerson: boolean
      readonly differs: boolean
    }
  /** Typing has paused, or the person leaves; `changed`: what differs from what the form was opened with. */
  | { readonly kind: 'paused'; readonly changed: Changed }
  | { readonly kind: 'kept'; readonly savedAt: string }
  /** `typed`: how often something had been typed when the removal was asked for. */
  | { readonly kind: 'removed'; readonly typed: number }
  /** The host could not be reached. */
  | { readonly kind: 'notKept' }
  | { readonly kind: 'saveBegun' }
  /** The record was written; how it stands now is not known yet. */
  | { readonly kind: 'written'; readonly id: string }
  | {
      readonly kind: 'saved'
      readonly at: string
      readonly record: { readonly id: string; readonly seen: Seen }
      readonly written: Changed
      /** All values of the form, and those it was opened with. */
      readonly values: Changed
      readonly opened: Changed
    }
  /** A new record is saved, and what was typed on lies in its draft. */
  | { readonly kind: 'moved'; readonly at: string; readonly values: Changed }
  | { readonly kind: 'saveEnded' }
  | { readonly kind: 'discarded' }

export type DraftEffect =
  /** The form shows these values as the record's; undefined: as it was opened. */
  | { readonly kind: 'show'; readonly values: Changed | undefined }
  /** The form shows these values as typed. */
  | { readonly kind: 'type'; readonly values: Changed }
  | { readonly kind: 'pauseSoon'; readonly after: 'typing' | 'failure' }
  | { readonly kind: 'put'; readonly place: DraftPlace; readonly values: Changed; readonly seen: Seen }
  | { readonly kind: 'remove'; readonly place: DraftPlace; readonly typed: number }
  | { readonly kind: 'then'; readonly event: DraftEvent }

export type DraftStep = { readonly draft: Draft; readonly effects: readonly DraftEffect[] }

export function newDraft(place: DraftPlace, shown: Seen): Draft {
  const untouched = { kind: 'untouched' } as const
  const still = { typing: false, waiting: false, typed: 0, typedOn: undefined, made: undefined }
  return { place, note: untouched, shown, seen: shown, ...still }
}

export function reduceDraft(draft: Draft, event: DraftEvent): DraftStep {
  switch (event.kind) {
    case 'shown':
      return quiet({ ...draft, shown: event.seen })
    case 'found': {
      const note = { kind: 'unsaved', keptAt: event.savedAt, restored: true } as const
      const next = { ...draft, note, seen: event.seen, typing: true, waiting: false }
      return { draft: next, effects: [{ kind: 'type', values: event.values }] }
    }
    case 'changed':
      return changed(draft, event)
    case 'paused':
      return paused(draft, event.changed)
    case 'kept':
      return quiet(ifUnsaved(draft, { kind: 'unsaved', keptAt: event.savedAt, restored: false }))
    case 'removed':
      // Typed on meanwhile, it is as unsaved as before.
      if (event.typed !== draft.typed) return quiet(draft)
      return quiet({ ...ifUnsaved(draft, { kind: 'untouched' }), typing: false })
    case 'notKept':
      return draft.waiting ? quiet(draft) : waitingAgain(draft, 'failure')
    case 'saveBegun':
      return quiet({ ...draft, typedOn: {} })
    case 'written':
      return quiet({ ...draft, made: event.id })
    case 'saved':
      return saved(draft, event)
    case 'moved':
      return settled(draft, event.values, { kind: 'saved', at: event.at })
    case 'saveEnded':
      return quiet({ ...draft, typedOn: undefined })
    case 'discarded': {
      const { draft: next, effects } = settled(draft, undefined, { kind: 'untouched' })
      return { draft: next, effects: [...effects, removal(draft)] }
    }
  }
}

type Of<K extends DraftEvent['kind']> = Extract<DraftEvent, { readonly kind: K }>

function changed(draft: Draft, { field, value, byPerson, differs }: Of<'changed'>): DraftStep {
  const noted =
    draft.typedOn !== undefined && byPerson ? { ...draft, typedOn: { ...draft.typedOn, [field]: value } } : draft
  // A field that is brought up to date changes too, and stays as it was opened: nobody typed.
  if (!draft.typing && !differs) return quiet(noted)
  const seen = draft.typing ? draft.seen : draft.shown
  const unsaved = { kind: 'unsaved', keptAt: undefined, restored: false } as const
  const note = draft.note.kind === 'unsaved' ? draft.note : unsaved
  return waitingAgain({ ...noted, seen, note, typing: true, typed: draft.typed + 1 }, 'typing')
}

function paused(draft: Draft, values: Changed): DraftStep {
  if (!draft.waiting) return quiet(draft)
  const { place, seen } = draft
  const isAsOpened = Object.keys(values).length === 0
  const effect: DraftEffect = isAsOpened ? removal(draft) : { kind: 'put', place, values, seen }
  return { draft: { ...draft, waiting: false }, effects: [effect] }
}

/**
 * What is typed while a save is under way is not in it: it stays typed, or goes to the draft of the record just made.
 */
function saved(draft: Draft, { at, record, written, values, opened }: Of<'saved'>): DraftStep {
  const { place } = draft
  const stands = { ...values, ...opened, ...written }
  const typed = differing({ ...values, ...draft.typedOn }, stands)
  const wentOn = Object.keys(typed).length > 0
  if (record.id !== place.entityId) {
    const there = { form: place.form.replace(/\.new$/, ''), entityId: record.id }
    const left: readonly DraftEffect[] = wentOn ? [{ kind: 'put', place: there, values: typed, seen: record.seen }] : []
    // Shown last: until then the form is busy, and makes no second record.
    const moved: DraftEffect = { kind: 'then', event: { kind: 'moved', at, values: stands } }
    return { draft: { ...draft, waiting: false }, effects: [...left, removal(draft), moved] }
  }
  const { draft: asSaved, effects } = settled({ ...draft, shown: record.seen }, stands, { kind: 'saved', at })
  if (!wentOn) return { draft: asSaved, effects: [...effects, removal(draft)] }
  const seen = { ...seenBy(draft), ...ownChanges(record.seen, Object.keys(written)) }
  const unsaved = { kind: 'unsaved', keptAt: undefined, restored: false } as const
  return {
    draft: { ...asSaved, note: unsaved, seen, typing: true },
    // Kept at once: whoever has left the form meanwhile finds it there again.
    effects: [...effects, { kind: 'type', values: typed }, { kind: 'put', place, values: typed, seen }],
  }
}

/** What a save replaces: of the draft where something is unsaved, else of the record in view. */
export function seenBy({ note, seen, shown }: Draft): Seen {
  return note.kind === 'unsaved' ? seen : shown
}

/** The form shows these values as the record's, and nothing of it is unsaved. */
function settled(draft: Draft, values: Changed | undefined, note: DraftNote): DraftStep {
  return { draft: { ...draft, note, typing: false, waiting: false }, effects: [{ kind: 'show', values }] }
}

function waitingAgain(draft: Draft, after: 'typing' | 'failure'): DraftStep {
  return { draft: { ...draft, waiting: true }, effects: [{ kind: 'pauseSoon', after }] }
}

/** A save that went on meanwhile has said how it stands. */
function ifUnsaved(draft: Draft, note: DraftNote): Draft {
  return draft.note.kind === 'unsaved' ? { ...draft, note } : draft
}

function removal({ place, typed }: Draft): DraftEffect {
  return { kind: 'remove', place, typed }
}

function quiet(draft: Draft): DraftStep {
  return { draft, effects: [] }
}
