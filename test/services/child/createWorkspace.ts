import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createWorkspace } from '../../../electron/services/workspace/workspaceAccess.ts'
import { createHost } from '../../../electron/services/createHost.ts'
import { childHost } from './childHost.ts'

/** Makes workspaces, one after the other, until it is killed. Argument: the data folder. */
const [dataFolder = ''] = process.argv.slice(2)
await mkdir(dataFolder, { recursive: true })
const host = createHost(childHost(dataFolder))
process.stdout.write('begin\n')
for (;;) {
  await createWorkspace(host, join(dataFolder, host.newId()), {
    kind: 'team',
    name: '第三检查组',
    drill: false,
    person: '李某',
    unit: '检查处',
    post: '科员',
    password: '试验-纸上谈兵-七十二',
  })
}
