import { useQuery } from '@tanstack/react-query'
import { api, client } from '../../api/client.ts'
import { readFile } from '../../api/files.ts'
import { useCan } from '../../api/workspace.ts'

type Answer = Awaited<ReturnType<typeof client.document.get>>

export type DocumentChoice = Answer['choices'][number]
export type DocumentVersion = Answer['versions'][number]
export type ListedDocument = Awaited<ReturnType<typeof client.document.page>>['documents'][number]
export type UnableSigner = Awaited<ReturnType<typeof client.document.unableSigners>>[number]
export type Obstacle = Awaited<ReturnType<typeof client.document.obstacles>>[number]

/** A document with the version that counts: the newest that is not voided. */
export type DocumentView = Omit<Answer, 'current'> & { readonly current: DocumentVersion | undefined }

export function useMemoView(id: string) {
  return useQuery(api.document.get.queryOptions({ input: { id }, select: withCurrent }))
}

export function useObstacles(id: string) {
  return useQuery(api.document.obstacles.queryOptions({ input: { id } }))
}

export function useUnableSigners(id: string) {
  return useQuery(api.document.unableSigners.queryOptions({ input: { id } }))
}

/** 王敏（第一检查组，科员） */
export function calledKnown({ name, about }: UnableSigner['known'][number]): string {
  return about === '' ? name : `${name}（${about}）`
}

/** What the pages show: the document as it stands, or one frozen version as its signers have it. */
export type PageSource = { readonly document: string; readonly version: string | undefined }

/** The .docx of the pages. Its key is under `document`: whatever changes the case asks for it again (api/live.ts). */
export function usePages({ document, version }: PageSource) {
  return useQuery({
    queryKey: [['document', 'pages'], document, version],
    queryFn: async ({ signal }) => {
      const { ticket } =
        version === undefined
          ? await client.document.preview({ id: document }, { signal })
          : await client.document.ticket({ version }, { signal })
      return readFile(ticket, signal)
    },
    structuralSharing: false,
    // A document with photos is megabytes; what nobody looks at is not kept.
    gcTime: 10_000,
  })
}

/** Only the lead compiles, freezes and voids (decisions.md 21); the host asks again. */
export function useMayLead(): boolean {
  return useCan('compileDocument')
}

function withCurrent(answer: Answer): DocumentView {
  return { ...answer, current: answer.versions.find(({ id }) => id === answer.current) }
}
