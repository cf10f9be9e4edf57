import { Readable } from 'node:stream'
import { randomBytes } from '../../../electron/crypto/hash.ts'
import { createFileHandles } from '../../../electron/services/file/fileHandle.ts'

/** Takes an upload into the data folder given as the first argument and holds it until killed. */
const files = createFileHandles({ dataFolder: process.argv[2] ?? '', now: Date.now, random: randomBytes })
await files.receive(Readable.from([Buffer.alloc(1000, 'x')]), 'a.jpg')
process.stdout.write('received\n')
setInterval(() => files, 60_000)
