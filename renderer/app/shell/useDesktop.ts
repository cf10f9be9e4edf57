import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { DesktopNotice } from '../../../electron/contract/desktop.ts'
import { bridge, notices } from '../../api/desktop.ts'
import { keepAll } from '../../api/leaving.ts'
import { lockWindow } from '../lock.ts'

/** Does what the main process asks of the window; gives the incident after which the services were started again. */
export function useDesktop(): { readonly incident: string | undefined } {
  const queries = useQueryClient()
  const [incident, setIncident] = useState<string>()
  useEffect(() => {
    async function answer(notice: DesktopNotice): Promise<void> {
      if (notice.kind === 'servicesStarted') {
        setIncident(notice.incident)
        // The first page learns it as well: it watches nothing that would tell.
        await queries.invalidateQueries()
      }
      if (notice.kind !== 'keep' && notice.kind !== 'lock') return
      await (notice.kind === 'keep' ? keepAll() : lockWindow(queries)).catch(() => undefined)
      bridge?.kept()
    }
    return notices.hear((notice) => void answer(notice))
  }, [queries])
  return { incident }
}
