import { turns } from '../../electron/contract/turns.ts'
import { client } from './client.ts'

/**
 * What is typed in forms that have no draft of their own, as one draft of the person's: it outlives the lock and the window
 * (ui/form/keeping.ts says what of a form that is).
 */
export function newKeptForms(workspace: string) {
  const kept = new Map<string, Readonly<Record<string, unknown>>>()
  const place = { form: 'kept', entityId: workspace }
  const inTurn = turns()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isChanged = false
  const ready = Promise.withResolvers<void>()

  /** What has been typed meanwhile stands above what was kept before. */
  async function read(): Promise<void> {
    try {
      const found = await client.draft.find(place)
      const before = found === null ? {} : (JSON.parse(found.json) as Record<string, Record<string, unknown>>)
      for (const [form, typed] of Object.entries(before)) kept.set(form, { ...typed, ...kept.get(form) })
    } finally {
      ready.resolve()
    }
  }
  /** A host that is gone for a moment gets it with the next key. */
  async function write(): Promise<void> {
    clearTimeout(timer)
    if (!isChanged) return
    isChanged = false
    const json = JSON.stringify(Object.fromEntries(kept))
    await inTurn(async () => {
      await (kept.size === 0 ? client.draft.remove(place) : client.draft.put({ ...place, json, seen: {} }))
    }).catch(() => {
      isChanged = true
    })
  }
  return {
    ready: ready.promise,
    read,
    write,
    find: (form: string) => kept.get(form),
    keep(form: string, typed: Readonly<Record<string, unknown>> | undefined): void {
      if (typed === undefined ? !kept.delete(form) : kept.set(form, typed).size === 0) return
      isChanged = true
      clearTimeout(timer)
      timer = setTimeout(() => void write(), pauseMilliseconds)
    },
  }
}

const pauseMilliseconds = 500
