import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Problem } from '../contract/problem/problem.ts'
import { createHost } from '../services/createHost.ts'
import { defaultDataFolder } from '../services/installation.ts'
import { router } from '../services/router.ts'
import { startWebHost } from '../web/webHost.ts'
import { errorCode } from './failure.ts'
import { hostOptionsFor, rendererFolder } from './options.ts'

/** `mingcha serve`: the window in a browser, on loopback only. The printed address holds a code that works once. */
export async function serveCommand({ data, port }: { data?: string; port?: number }): Promise<void> {
  if (!existsSync(rendererFolder())) throw new Problem('window.notBuilt', {})
  const host = createHost(await hostOptionsFor(data === undefined ? defaultDataFolder() : resolve(data)))
  const web = await startWebHost({ host, router, rendererFolder: rendererFolder(), port: port ?? 0 }).catch(
    async (error: unknown) => {
      await host.close()
      throw errorCode(error) === 'EADDRINUSE' ? new Problem('window.portTaken', { port: port ?? 0 }) : error
    },
  )
  process.stdout.write(
    `明察已在本机打开，请用浏览器访问（地址只能用一次，十分钟内有效）：\n\n  ${web.address}\n\n按 Ctrl+C 结束。\n`,
  )
  const stop = () =>
    void web
      .close()
      .then(() => host.close())
      .then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
