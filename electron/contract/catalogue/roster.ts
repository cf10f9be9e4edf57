import { field, text, choice, reference } from './field.ts'
import { shownWithRoster, type RowNoun } from './noun.ts'

/** Units and people: the roster of headquarters, and what a team lists by hand. */
export const rosterRows = {
  unit: {
    label: '单位',
    named: ['name'],
    parents: {},
    travels: 'both',
    scope: 'none',
    writtenBy: 'manageRoster',
    madeLocallyBy: 'listLocally',
    toldTo: 'named',
    measure: '个',
    joinedLocallyBy: 'joinLocally',
    shownBy: shownWithRoster,
    fields: {
      code: field('单位代码', text(20)),
      name: field('单位名称', text(100)),
      shortName: field('简称', text(40)),
      system: field('系统', choice('国税', '地税', '税务')),
      level: field('层级', choice('总局', '省', '市', '县', '分局', '办税服务厅')),
      parentUnit: field('上级单位', reference('unit')),
      sameAs: field('同一单位', reference('unit')),
    },
  },
  person: {
    label: '人员',
    named: ['name'],
    parents: {},
    travels: 'both',
    scope: { unit: 'unit' },
    writtenBy: 'manageRoster',
    madeLocallyBy: 'listLocally',
    toldTo: 'named',
    measure: '名',
    joinedLocallyBy: 'joinLocally',
    shownBy: shownWithRoster,
    fields: {
      name: field('姓名', text(40)),
      unit: field('所在单位', reference('unit')),
      post: field('职务', text(60)),
      sameAs: field('同一人员', reference('person')),
    },
  },
} as const satisfies Record<string, RowNoun>
