import { Readable } from 'node:stream'
import { openBlobStore } from '../../../electron/store/blob/blob.ts'

/** Takes in a file without end until it is killed; says when some of it is on disk. Arguments: folder, import id or ''. */
const [folder = '', importId = ''] = process.argv.slice(2)
const blobs = await openBlobStore({ folder, workspaceKey: new Uint8Array(32).fill(7) })

async function* endless(): AsyncGenerator<Buffer, void, undefined> {
  for (;;) yield Buffer.alloc(2 ** 16, 'plaintext ')
}

let said = false
const onProgress = (bytes: number): void => {
  if (bytes < 2 ** 22 || said) return
  said = true
  process.stdout.write('writing\n')
}
const source = Readable.from(endless(), { objectMode: false })
if (importId === '') await blobs.put(source, { onProgress })
else await blobs.stage(source, importId, { onProgress })
