import { useQuery } from '@tanstack/react-query'
import type * as z from 'zod'
import type { homeSummary } from '../../../electron/contract/home.ts'
import { api } from '../../api/client.ts'

export type HomeSummary = z.infer<typeof homeSummary>

export function useHome() {
  return useQuery(api.home.summary.queryOptions())
}
