import { useQuery } from '@tanstack/react-query'
import { fieldsOf } from '../../electron/contract/catalogue/catalogue.ts'
import { api } from './client.ts'

type About = { readonly entity: 'visit' | 'finding'; readonly ids: readonly string[] }

/**
 * Which frozen or signed papers a save would put out of date, in words, before it is made. `changed`: the fields that are typed over;
 * undefined: something new comes under the record. undefined where none is concerned.
 */
export function useOutdating({ entity, ids }: About, changed: readonly string[] | undefined): string | undefined {
  const { data = [] } = useQuery(api.document.printing.queryOptions({ input: { entity, ids: [...ids] } }))
  // What a form asks beside the record's own fields are its members, which a paper prints as a set.
  const isPrinted = (fields: readonly string[]) => (field: string) =>
    fields.includes(field) || !Object.hasOwn(fieldsOf(entity), field)
  const concerned = data.filter(({ fields }) => changed === undefined || changed.some(isPrinted(fields)))
  if (concerned.length === 0) return undefined
  const papers = concerned.map(({ kind, version, state }) => `${kind}（第 ${version ?? 1} 版，${state}）`)
  const signed = concerned.some(({ state }) => state !== '已定稿')
  const then = signed ? '需要作废后重新定稿、签名' : '需要重新定稿'
  return `${changed === undefined ? '这次检查' : '改动的内容'}已印在${papers.join('、')}上，保存后这份文书就过时了，${then}。`
}
