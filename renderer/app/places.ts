import type { WorkspaceKind } from '../../electron/contract/workspace.ts'

/** The rail, top to bottom: work by work (electron/README §9). */
export type Place = {
  readonly to: (typeof all)[number]['to']
  readonly label: string
  readonly keys?: string
  /** The path of a 20 × 20 drawing, by its stroke. */
  readonly icon: string
}

/** An address keeps the record of the one before unless it is taken out: from a finding, 备忘录 would ask for a document of that id. */
export const wholePage = { id: undefined } as const

export function placesOf(kind: WorkspaceKind): readonly Place[] {
  return all.filter((place) => !('only' in place) || place.only === kind)
}

/** Where a record is shown, by its noun; `peer`: where packages come and go. Without an id, the page of them all. */
export function placeOf(noun: keyof typeof pageOf, id: string | undefined, kind: WorkspaceKind) {
  const to = noun === 'peer' && kind === 'headquarters' ? '/import' : pageOf[noun]
  return { to, params: { id } } as const
}

export function hasPlace(noun: string): noun is keyof typeof pageOf {
  return Object.hasOwn(pageOf, noun)
}

const pageOf = {
  visit: '/visits/{-$id}',
  finding: '/findings/{-$id}',
  evidence: '/evidence',
  document: '/documents/{-$id}',
  peer: '/sync',
} as const

const all = [
  { to: '/work', label: '工作台', icon: 'M3 10 10 4l7 6v7h-5v-5H8v5H3z' },
  { to: '/visits/{-$id}', label: '检查', icon: 'M4 17V5l6-2 6 2v12M2 17h16M8 8h4M8 11h4M8 14h4' },
  { to: '/findings/{-$id}', label: '问题', icon: 'M5 17V3h10l-2 4 2 4H5' },
  { to: '/evidence', label: '证据', icon: 'M3 6h4l1-2h4l1 2h4v10H3zM10 8a3 3 0 1 0 .01 0' },
  { to: '/documents/{-$id}', label: '备忘录', icon: 'M5 3h7l3 3v11H5zM8 8h4M8 11h4M8 14h2' },
  { to: '/sync', label: '同步', only: 'team', icon: 'M4 8h11l-3-3M16 12H5l3 3' },
  {
    to: '/import',
    label: '导入',
    only: 'headquarters',
    icon: 'M10 3v9M6.500 9 10 12.500 13.500 9M3 13v4h14v-4',
  },
  { to: '/settings', label: '设置', keys: 'Ctrl+,', icon: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4' },
] as const
