import { useQuery } from '@tanstack/react-query'
import { api, client } from '../../api/client.ts'
import { readFile } from '../../api/files.ts'
import { useCan } from '../../api/workspace.ts'

type Answer = Awaited<ReturnType<typeof client.memo.get>>

export type MemoChoice = Answer['choices'][number]
export type MemoVersion = Answer['versions'][number]
export type ListedMemo = Awaited<ReturnType<typeof client.memo.list>>[number]
export type Obstacle = Awaited<ReturnType<typeof client.memo.obstacles>>[number]

/** A memo with the version that counts: the newest that is not voided. */
export type MemoView = Omit<Answer, 'current'> & { readonly current: MemoVersion | undefined }

export function useMemoView(id: string) {
  return useQuery(api.memo.get.queryOptions({ input: { id }, select: withCurrent }))
}

export function useObstacles(id: string) {
  return useQuery(api.memo.obstacles.queryOptions({ input: { id } }))
}

/** What the pages show: the memo as it stands, or one frozen version as its signers have it. */
export type PageSource = { readonly memo: string; readonly version: string | undefined }

/** The .docx of the pages. Its key is under `memo`: whatever changes the case asks for it again (api/live.ts). */
export function usePages({ memo, version }: PageSource) {
  return useQuery({
    queryKey: [['memo', 'pages'], memo, version],
    queryFn: async ({ signal }) => {
      const { ticket } =
        version === undefined
          ? await client.memo.preview({ id: memo }, { signal })
          : await client.memo.ticket({ version }, { signal })
      return readFile(ticket, signal)
    },
    structuralSharing: false,
    // A memo with photos is megabytes; what nobody looks at is not kept.
    gcTime: 10_000,
  })
}

/** Only the lead compiles, freezes and voids (decision 21); the host asks again. */
export function useMayLead(): boolean {
  return useCan('compileDocument')
}

function withCurrent(answer: Answer): MemoView {
  return { ...answer, current: answer.versions.find(({ id }) => id === answer.current) }
}
