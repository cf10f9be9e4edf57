import type { Capability } from '../capability.ts'
import type { Field } from './field.ts'

/** Everything the program needs to know of a noun; what depends on a noun's name elsewhere reads this. */
type Noun = {
  readonly label: string
  /** The schema version in which the noun came; 1 where left out. */
  readonly since?: number
  /**
   * What schemas before `since` called it, and what goes without saying there: constants of every creation. Its other
   * fields keep their names.
   */
  readonly formerly?: { readonly name: string; readonly made?: Readonly<Record<string, string>> }
  /** Nouns it can stand under, each with the schema version in which that came. None: it stands alone. */
  readonly parents: Readonly<Record<string, number>>
  /** Which way it is carried: from teams to headquarters, from headquarters to teams, or both. */
  readonly travels: 'up' | 'down' | 'both'
  /** By which unit a package is narrowed: a field of its own, its parent's unit, or none. */
  readonly scope: { readonly unit: string } | 'parent' | 'none'
  /** Of what goes down, whom headquarters tells of it; everyone where it is left out. */
  readonly toldTo?: ToldTo
  /** A number of them is said with this measure word, as 3 次检查; 条 where it is left out. */
  readonly measure?: string
  /** It may also stand under none of its parents. */
  readonly standsAlone?: true
  /** Who may write it. `anyone`: every person in an enrolled log. */
  readonly writtenBy: Capability | 'anyone'
  /** Only headquarters' own logs may hold it, whatever roles a team claims. */
  readonly headquartersOnly?: true
  /** May also be made, and what was made corrected, in a team's log by who has this. */
  readonly madeLocallyBy?: Capability
  /** What a team recorded may also be changed, though not made, at headquarters by who has this. */
  readonly correctedBy?: Capability
  /**
   * Two rows can be said to be the same, by the field `sameAs`: by headquarters, and in a team's log, of what the team made, by
   * who has this (electron/domain/identity).
   */
  readonly joinedLocallyBy?: Capability
  /** May be written by a sealed author (identities of 暗访). */
  readonly sealable?: true
  /** The procedures' nouns whose answers show it beside its own: what is asked again after it was written. */
  readonly shownBy: readonly string[] | 'everything'
  readonly fields: Readonly<Record<string, Field>>
}

/**
 * case: whose case it is in; named: whoever's own records name it, or works where it lies; team: the team that this field names, and everyone where it
 * names none; log: the computer that this field names.
 */
export type ToldTo = 'case' | 'named' | { readonly team: string } | { readonly log: string }

export type RowNoun = Noun & {
  /** Has a visible number made of an ordinal and the letter of the log that gave it. */
  readonly numbered?: true
  /** A person is told how many there are, and how many of them a package carries. */
  readonly counted?: true
  /** The fields by which a person tells it from others of its noun; `parent`: the name of what it stands under. */
  readonly named: readonly string[]
  /** Columns that follow from other rows and events by a pure function of domain/. */
  readonly derived?: Readonly<Record<string, 'text' | 'integer'>>
  /**
   * Its id is reckoned from what it is about: everyone who makes it makes the same. `from`: it is the UUIDv5 of its parent
   * and of this field's value (by another name, for some), and a making is held to it; true: of a preset.
   */
  readonly derivedId?: true | PairOf
  /** It and all that stands under it belong to a team, which its making names (electron/README §8). */
  readonly owned?: true
}

export type PairOf = { readonly from: string; readonly named?: Readonly<Record<string, string>> }

export type EventNoun = Noun & {
  /** Decides who may write: judged before all else, and never undone by a decision about imports. */
  readonly steers?: true
  /** Decides which changes of imports count: the tables follow it before all other nouns. */
  readonly decides?: true
  /** No decision about imports undoes it, as it undoes none that decides: an order cannot undo itself. */
  readonly lasting?: true
}

/** Counts, states and numbers of a case rest on one another: what is shown of it is asked again as a whole. */
export const shownWithCase = ['visit', 'finding', 'evidence', 'document', 'home', 'palette', 'workspace'] as const
export const shownWithRoster = ['unit', 'person', 'campaign', 'task', ...shownWithCase] as const
