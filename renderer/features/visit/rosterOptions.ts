import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { SelectOption } from '../../ui/form/FormSelect.tsx'

/** Units by name, found also by short name, code, pinyin initials and the names of those joined to them; headquarters' first. */
export function useUnitOptions(): readonly SelectOption[] {
  const { data = [] } = useQuery(api.unit.list.queryOptions())
  return data.map(({ id, name, shortName, code, initials, joined }) => ({
    value: id,
    label: name ?? '（没有名称）',
    also: joined.map((one) => one.id),
    search: [shortName, code, initials, ...joined.flatMap((one) => [one.name, one.code])]
      .flatMap((word) => word ?? [])
      .join(' '),
  }))
}

/** Enrolled people first; of the others it is said, where there are both. */
export function usePersonOptions(): readonly SelectOption[] {
  const { data = [] } = useQuery(api.person.list.queryOptions())
  const someEnrolled = data.some(({ official }) => official)
  return data.map(({ id, name, post, initials, official, joined }) => {
    const told = [post, someEnrolled && !official ? '未登记' : null].filter((part) => part !== null && part !== '')
    return {
      value: id,
      label: told.length === 0 ? (name ?? '（没有姓名）') : `${name ?? ''}（${told.join('，')}）`,
      search: initials,
      also: joined.map((one) => one.id),
    }
  })
}
