import { useQueries } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

/** So many are asked for in one call; only the last group changes when a photo is added. */
const group = 24

/** Small pictures of photos by the id of the evidence, as addresses that an <img> can show; others have none. */
export function useThumbnails(ids: readonly string[]): ReadonlyMap<string, string> {
  const groups = Array.from({ length: Math.ceil(ids.length / group) }, (_, n) => ids.slice(n * group, (n + 1) * group))
  return useQueries({
    queries: groups.map((some) => ({
      ...api.evidence.thumbnails.queryOptions({ input: { ids: some } }),
      // A thumbnail never changes: it is not asked for again with every commit.
      queryKey: ['thumbnails', ...some],
    })),
    combine: (results) =>
      new Map(
        results.flatMap(({ data = [] }) => data.map(({ id, jpeg }) => [id, `data:image/jpeg;base64,${jpeg}`] as const)),
      ),
  })
}
