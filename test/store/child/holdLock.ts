import { lockWorkspace } from '../../../electron/store/database/folderLock.ts'

/** Holds the lock of the folder given as the first argument until it is killed. */
const lock = await lockWorkspace(process.argv[2] ?? '')
process.stdout.write('locked\n')
setInterval(() => lock, 60_000)
