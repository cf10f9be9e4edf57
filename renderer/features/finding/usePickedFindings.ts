import { useState } from 'react'
import { mostPicked } from '../../../electron/contract/finding.ts'
import { client } from '../../api/client.ts'
import type { Picking } from '../../ui/table/picking.ts'

type Asked = NonNullable<Parameters<typeof client.finding.list>[0]>

/** Which findings of the list are picked, to be edited together; the one that is open is the first of them. */
export function usePickedFindings(asked: Asked, chosen: string | undefined): Picking {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const begun = (before: ReadonlySet<string>): Set<string> =>
    new Set(before.size === 0 && chosen !== undefined && chosen !== 'new' ? [chosen] : before)
  return {
    picked,
    onToggle: (id) =>
      setPicked((before) => {
        const now = begun(before)
        if (!now.delete(id)) now.add(id)
        return now
      }),
    onRange: (from, to) => {
      void idsBetween(asked, from, Math.min(to, from + mostPicked - 1)).then((ids) => setPicked(new Set(ids)))
    },
    onClear: () => setPicked(new Set()),
  }
}

const pageLength = 500

/** The list is read for it: most of a long one is not at hand. */
async function idsBetween(asked: Asked, from: number, to: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let offset = from; offset <= to; offset += pageLength) {
    const { findings } = await client.finding.list({ ...asked, offset, limit: Math.min(pageLength, to - offset + 1) })
    ids.push(...findings.map(({ id }) => id))
  }
  return ids
}
