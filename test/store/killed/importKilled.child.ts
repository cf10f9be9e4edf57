import { openStore } from '../../../electron/store/store.ts'
import { acceptImport } from '../../../electron/store/imports/importing.ts'

/** A program of its own, so that it can be killed: accepts the import named in its argument and tells each commit. */
const { folder, key, importId, accepted } = JSON.parse(process.argv[2] ?? '') as {
  readonly folder: string
  readonly key: string
  readonly importId: string
  readonly accepted: Parameters<typeof acceptImport>[2]['accepted']
}
const store = await openStore({ folder, workspaceKey: Buffer.from(key, 'hex') })
store.onCommit(() => process.stdout.write('.'))
await acceptImport(store, importId, { accepted })
process.stdout.write('done')
await store.close()
