import { createJobRunner } from '../../../electron/services/job/jobRunner.ts'
import { randomBytes } from '../../../electron/crypto/hash.ts'
import { openStore } from '../../../electron/store/store.ts'

/** Runs a job without end on the workspace folder given as the first argument and prints its id. */
const store = await openStore({ folder: process.argv[2] ?? '', workspaceKey: new Uint8Array(32).fill(7) })
const jobs = createJobRunner({ now: Date.now, random: randomBytes })
const begun = Promise.withResolvers<void>()
const id = await jobs.start({
  kind: 'evidence.add',
  input: {},
  workspace: { id: 'w1', store },
  access: 'write',
  run: () => {
    begun.resolve()
    return new Promise(() => undefined)
  },
})
await begun.promise
process.stdout.write(`${id}\n`)
setInterval(() => undefined, 60_000)
