export type Choice = {
  readonly id: string
  readonly label: string
  readonly note: string
  readonly run: () => void
}

type NamedChoice = Choice & {
  /** First letters of its pinyin. */
  readonly initials: string
}

/** What fits, best first: the words themselves, then initials from the start, then initials anywhere. Nothing typed: recent first. */
export function matching(choices: readonly NamedChoice[], text: string, recent: readonly string[]): readonly Choice[] {
  if (text === '') return choices.toSorted((a, b) => ageOf(recent, a.id) - ageOf(recent, b.id))
  const typed = text.toLowerCase()
  const ranked = choices.map((choice) => ({ choice, rank: rankOf(choice, typed) }))
  return ranked
    .filter(({ rank }) => rank < noMatch)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ choice }) => choice)
}

/** The commands used last, remembered by this browser; ids only, never what was typed. */
export function useRecent(): { readonly ids: readonly string[]; readonly add: (id: string) => void } {
  const ids = readRecent()
  return {
    ids,
    add(id) {
      // A record's id stays out of the browser's own storage.
      if (/[0-9a-f]{8}-/.test(id)) return
      const next = [id, ...ids.filter((one) => one !== id)].slice(0, keptIds)
      localStorage.setItem(recentKey, JSON.stringify(next))
    },
  }
}

const noMatch = 4
const keptIds = 8
const recentKey = 'mingcha.palette'

function rankOf({ label, initials }: NamedChoice, typed: string): number {
  if (label.toLowerCase().includes(typed)) return 0
  if (initials === typed) return 1
  if (initials.startsWith(typed)) return 2
  return initials.includes(typed) ? 3 : noMatch
}

function ageOf(recent: readonly string[], id: string): number {
  const place = recent.indexOf(id)
  return place < 0 ? recent.length : place
}

function readRecent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(recentKey) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}
