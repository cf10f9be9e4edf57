import { useQuery } from '@tanstack/react-query'
import type * as z from 'zod'
import type { homeSummary } from '../../../electron/contract/desk/home.ts'
import { api } from '../../api/client.ts'

export type HomeSummary = z.infer<typeof homeSummary>

/** Asked at each visit: drafts, staged packages and the day itself change without a commit. */
export function useHome() {
  return useQuery(api.home.summary.queryOptions({ staleTime: 0 }))
}
