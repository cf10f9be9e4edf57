import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { SelectOption } from '../../ui/form/FormSelect.tsx'

/** Units by name, found also by short name, code and pinyin initials. */
export function useUnitOptions(): readonly SelectOption[] {
  const { data = [] } = useQuery(api.unit.list.queryOptions())
  return data.map(({ id, name, shortName, code, initials }) => ({
    value: id,
    label: name ?? '（没有名称）',
    search: [shortName, code, initials].flatMap((word) => word ?? []).join(' '),
  }))
}

export function usePersonOptions(): readonly SelectOption[] {
  const { data = [] } = useQuery(api.person.list.queryOptions())
  return data.map(({ id, name, post, initials }) => ({
    value: id,
    label: post === null || post === '' ? (name ?? '（没有姓名）') : `${name}（${post}）`,
    search: initials,
  }))
}
