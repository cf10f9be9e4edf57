import { useQuery } from '@tanstack/react-query'
import { fieldsOf, isRowEntity } from '../../electron/contract/catalogue/catalogue.ts'
import { api } from './client.ts'

type About = { readonly entity: string; readonly ids: readonly string[] }

/**
 * What is about to be done. edit: these fields are typed over; adding: something new comes under the record; voiding: it stays, marked
 * 已作废; removing: it leaves the lists, which a standing paper does not allow.
 */
export type Doing = { readonly edit: readonly string[] } | 'adding' | 'voiding' | 'removing'

/** Which frozen or signed papers this would put out of date, in words, before it is done. undefined where none is concerned. */
export function useOutdating({ entity, ids }: About, doing: Doing): string | undefined {
  const { data = [] } = useQuery({
    ...api.document.printing.queryOptions({ input: { entity, ids: [...ids] } }),
    enabled: ids.length > 0,
  })
  const concerned = data.filter(({ fields }) => typeof doing === 'string' || doing.edit.some(isPrinted(entity, fields)))
  if (concerned.length === 0) return undefined
  const papers = concerned.map(({ kind, version, state }) => `${kind}（第 ${version ?? 1} 版，${state}）`).join('、')
  if (doing === 'removing') return `它已印在${papers}上，不能删除；确需删除的，先作废这份文书。`
  const signed = concerned.some(({ state }) => state !== '已定稿')
  const then = signed ? '需要作废后重新定稿、签名' : '需要重新定稿'
  return `${whatIs(doing)}已印在${papers}上，${doing === 'voiding' ? '作废' : '保存'}后这份文书就过时了，${then}。`
}

/** What a form asks beside the record's own fields are its members, which a paper prints as a set. */
function isPrinted(entity: string, fields: readonly string[]) {
  const own = isRowEntity(entity) ? fieldsOf(entity) : {}
  return (field: string) => fields.includes(field) || !Object.hasOwn(own, field)
}

function whatIs(doing: Doing): string {
  if (doing === 'adding') return '这次检查'
  return doing === 'voiding' ? '它' : '改动的内容'
}
