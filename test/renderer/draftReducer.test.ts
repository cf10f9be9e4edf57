import { expect, test } from 'vitest'
import {
  reduceDraft,
  newDraft,
  seenBy,
  type Draft,
  type DraftEffect,
  type DraftEvent,
} from '../../renderer/api/draftReducer.ts'

/** Sequences of what happens around one form, and what comes of them: its note, what a save replaces, what is asked of the host. */
const place = { form: 'finding', entityId: 'f1' }
const opened = { title: '窗口空岗', place: '一楼' }
const seen = { title: ['c1'], place: ['c1'] }

const typed = (field: keyof typeof opened, value: string): DraftEvent => ({
  kind: 'changed',
  field,
  value,
  byPerson: true,
  differs: value !== opened[field],
})
const brought = (field: keyof typeof opened, differs = false): DraftEvent => ({
  kind: 'changed',
  field,
  value: '由程序填入',
  byPerson: false,
  differs,
})
const saved = (
  written: object,
  values: object,
  record: { readonly id: string; readonly seen: Draft['seen'] } = { id: 'f1', seen: { title: ['c2'], place: ['c1'] } },
): DraftEvent => ({
  kind: 'saved',
  at: '10:00',
  record,
  written: { ...written },
  values: { ...values },
  opened,
})

type Expected = {
  readonly note: Draft['note']
  /** What the next save would replace, where that is the point. */
  readonly seen?: Draft['seen']
  /** What was done about the last event. */
  readonly effects: readonly (DraftEffect | object)[]
}
const unsaved = { kind: 'unsaved', keptAt: undefined, restored: false } as const
const remove = (typedTimes: number) => ({ kind: 'remove', place, typed: typedTimes })

const cases: readonly (readonly [string, readonly DraftEvent[], Expected])[] = [
  ['nothing happens', [], { note: { kind: 'untouched' }, seen, effects: [] }],
  ['a field that is brought up to date is not typed', [brought('title')], { note: { kind: 'untouched' }, effects: [] }],
  [
    'a value that a dialog puts in is typed, though no key was pressed',
    [brought('title', true)],
    { note: unsaved, effects: [{ kind: 'pauseSoon', after: 'typing' }] },
  ],
  [
    'a key is pressed',
    [typed('title', '空')],
    { note: unsaved, seen, effects: [{ kind: 'pauseSoon', after: 'typing' }] },
  ],
  [
    'what arrives while typing is not what the person saw',
    [typed('title', '空'), { kind: 'shown', seen: { title: ['c9'] } }],
    { note: unsaved, seen, effects: [] },
  ],
  [
    'what arrives before the first key is',
    [{ kind: 'shown', seen: { title: ['c9'] } }, typed('title', '空')],
    { note: unsaved, seen: { title: ['c9'] }, effects: [{ kind: 'pauseSoon', after: 'typing' }] },
  ],
  [
    'typing pauses: the draft is kept with what was seen',
    [typed('title', '空'), { kind: 'paused', changed: { title: '空' } }],
    { note: unsaved, effects: [{ kind: 'put', place, values: { title: '空' }, seen }] },
  ],
  [
    'the draft is kept',
    [typed('title', '空'), { kind: 'paused', changed: { title: '空' } }, { kind: 'kept', savedAt: '09:00' }],
    { note: { kind: 'unsaved', keptAt: '09:00', restored: false }, effects: [] },
  ],
  [
    'a pause in which nothing was typed',
    [{ kind: 'paused', changed: {} }],
    { note: { kind: 'untouched' }, effects: [] },
  ],
  [
    'typed back to what it was: the draft goes',
    [typed('title', '空'), typed('title', '窗口空岗'), { kind: 'paused', changed: {} }],
    { note: unsaved, effects: [remove(2)] },
  ],
  [
    'and is gone: nothing is unsaved',
    [typed('title', '空'), typed('title', '窗口空岗'), { kind: 'paused', changed: {} }, { kind: 'removed', typed: 2 }],
    { note: { kind: 'untouched' }, effects: [] },
  ],
  [
    'but typed again before it is gone, and paused again, it is unsaved',
    [
      typed('title', '空'),
      typed('title', '窗口空岗'),
      { kind: 'paused', changed: {} },
      typed('title', '空'),
      { kind: 'paused', changed: { title: '空' } },
      { kind: 'removed', typed: 2 },
    ],
    { note: unsaved, effects: [] },
  ],
  [
    'the host is gone for a moment',
    [typed('title', '空'), { kind: 'paused', changed: { title: '空' } }, { kind: 'notKept' }],
    { note: unsaved, effects: [{ kind: 'pauseSoon', after: 'failure' }] },
  ],
  [
    'the host is gone, and typing goes on: the next pause keeps both',
    [typed('title', '空'), { kind: 'paused', changed: { title: '空' } }, typed('title', '空岗'), { kind: 'notKept' }],
    { note: unsaved, effects: [] },
  ],
  [
    'a draft of an earlier time is put back, with what was seen then',
    [{ kind: 'found', values: { title: '空' }, seen: { title: ['c0'] }, savedAt: '08:00' }],
    {
      note: { kind: 'unsaved', keptAt: '08:00', restored: true },
      seen: { title: ['c0'] },
      effects: [{ kind: 'type', values: { title: '空' } }],
    },
  ],
  [
    'saved: the form shows it, and the draft goes',
    [typed('title', '空'), { kind: 'saveBegun' }, saved({ title: '空' }, { ...opened, title: '空' })],
    {
      note: { kind: 'saved', at: '10:00' },
      seen: { title: ['c2'], place: ['c1'] },
      effects: [{ kind: 'show', values: { ...opened, title: '空' } }, remove(1)],
    },
  ],
  [
    'typed on while the save is under way: it stays typed, is kept at once, and replaces what the save wrote',
    [
      typed('title', '空'),
      { kind: 'saveBegun' },
      typed('title', '空岗'),
      typed('place', '二楼'),
      saved({ title: '空' }, { title: '空岗', place: '二楼' }),
    ],
    {
      note: unsaved,
      seen: { title: ['c2'], place: ['c1'] },
      effects: [
        { kind: 'show', values: { title: '空', place: '一楼' } },
        { kind: 'type', values: { title: '空岗', place: '二楼' } },
        { kind: 'put', place, values: { title: '空岗', place: '二楼' }, seen: { title: ['c2'], place: ['c1'] } },
      ],
    },
  ],
  [
    'a value put back to what it was is not lost to the save that it undoes, though the form shows the saved one by now',
    [
      typed('title', '空'),
      { kind: 'saveBegun' },
      typed('title', '窗口空岗'),
      saved({ title: '空' }, { ...opened, title: '空' }),
    ],
    {
      note: unsaved,
      effects: [
        { kind: 'show', values: { ...opened, title: '空' } },
        { kind: 'type', values: { title: '窗口空岗' } },
        { kind: 'put', place, values: { title: '窗口空岗' }, seen: { title: ['c2'], place: ['c1'] } },
      ],
    },
  ],
  [
    'of two changes that stand in a field just written, a person has seen one: both stay to be resolved',
    [
      typed('title', '空'),
      { kind: 'saveBegun' },
      typed('title', '空岗'),
      saved({ title: '空' }, { ...opened, title: '空岗' }, { id: 'f1', seen: { title: ['c2', 'c3'], place: ['c1'] } }),
    ],
    {
      note: unsaved,
      seen,
      effects: [
        { kind: 'show', values: { ...opened, title: '空' } },
        { kind: 'type', values: { title: '空岗' } },
        { kind: 'put', place, values: { title: '空岗' }, seen },
      ],
    },
  ],
  [
    'a save that failed leaves everything typed',
    [typed('title', '空'), { kind: 'saveBegun' }, { kind: 'saveEnded' }],
    { note: unsaved, seen, effects: [] },
  ],
  [
    'typed before a save and not since, nothing is typed on by code that brings fields up to date',
    [
      typed('title', '空'),
      { kind: 'saveBegun' },
      brought('place', true),
      saved({ title: '空' }, { ...opened, title: '空' }),
    ],
    {
      note: { kind: 'saved', at: '10:00' },
      effects: [{ kind: 'show', values: { ...opened, title: '空' } }, remove(2)],
    },
  ],
  [
    'thrown away: the form is as it was at once',
    [typed('title', '空'), { kind: 'discarded' }],
    { note: { kind: 'untouched' }, effects: [{ kind: 'show', values: undefined }, remove(1)] },
  ],
  [
    'typed after it was thrown away, while the draft is still going: that stays',
    [typed('title', '空'), { kind: 'discarded' }, typed('title', '无人'), { kind: 'removed', typed: 1 }],
    { note: unsaved, effects: [] },
  ],
]

test.for(cases)('%s', ([, events, expected]) => {
  const { draft, effects } = after(newDraft(place, seen), events)
  expect(draft.note).toEqual(expected.note)
  expect(effects).toEqual(expected.effects)
  expect(seenBy(draft)).toEqual(expected.seen ?? seenBy(draft))
})

test('of a new record, what is typed on waits in the draft of the record that the save makes', () => {
  const blank = newDraft({ form: 'finding.new', entityId: 'v1' }, {})
  const record = { id: 'f7', seen: { title: ['c1'] } }
  const { draft, effects } = after(blank, [
    typed('title', '重复报送'),
    { kind: 'saveBegun' },
    { kind: 'written', id: 'f7' },
    typed('place', '二楼'),
    saved({ title: '重复报送' }, { title: '重复报送', place: '二楼' }, record),
  ])
  const there = { form: 'finding', entityId: 'f7' }
  const values = { title: '重复报送', place: '一楼' }
  expect(effects).toEqual([
    { kind: 'put', place: there, values: { place: '二楼' }, seen: record.seen },
    { kind: 'remove', place: blank.place, typed: 2 },
    { kind: 'then', event: { kind: 'moved', at: '10:00', values } },
  ])
  const moved = reduceDraft(draft, { kind: 'moved', at: '10:00', values })
  expect(moved.draft.note).toEqual({ kind: 'saved', at: '10:00' })
  expect(moved.effects).toEqual([{ kind: 'show', values }])
})

test('a save that was done and not heard of is gone on with', () => {
  const events: DraftEvent[] = [
    typed('title', '空'),
    { kind: 'saveBegun' },
    { kind: 'written', id: 'f7' },
    { kind: 'saveEnded' },
  ]
  const { draft } = after(newDraft({ form: 'finding.new', entityId: 'v1' }, {}), events)
  expect([draft.made, draft.typedOn, draft.note]).toEqual(['f7', undefined, unsaved])
})

function after(draft: Draft, events: readonly DraftEvent[]) {
  return events.reduce((step, event) => reduceDraft(step.draft, event), {
    draft,
    effects: [] as readonly DraftEffect[],
  })
}
