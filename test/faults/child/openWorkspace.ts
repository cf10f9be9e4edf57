import { writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { createHost } from '../../../electron/services/createHost.ts'
import { openMachine } from '../../../electron/services/machine.ts'
import { childHost } from '../../services/child/childHost.ts'
import { testPassword } from '../../world.ts'

/**
 * Opens the workspace folder given as the first argument under the installation given as the second, and stays: whatever an
 * opening has to migrate and read in goes on until the kill. Says when it begins.
 */
const [folder = '', installation = ''] = process.argv.slice(2)
const host = createHost(childHost(dirname(folder), installation))
writeSync(1, 'opening\n')
await openMachine(host, folder, testPassword)
writeSync(1, 'open\n')
setInterval(() => undefined, 60_000)
