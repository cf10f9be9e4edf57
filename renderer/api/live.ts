import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, client } from './client.ts'

/** While a workspace is open: after each commit, asks again for what it touched (decision 32). */
export function useLive(): void {
  const queries = useQueryClient()
  useEffect(() => {
    const watching = new AbortController()
    const askAgain = (noun: string) => queries.invalidateQueries({ queryKey: [[noun]] })
    async function follow(): Promise<void> {
      for await (const { nouns } of await client.live.watch(undefined, { signal: watching.signal })) {
        // The counts of the workspace rest on every noun.
        await Promise.all([...nouns, 'workspace'].map(askAgain))
      }
    }
    follow().catch(async () => {
      // The host has gone, or another tab locked the workspace: the page asks and shows which.
      if (!watching.signal.aborted) await queries.invalidateQueries({ queryKey: api.workspace.current.key() })
    })
    return () => watching.abort()
  }, [queries])
}
