import { createApart } from '../services/job/apart.ts'
import { verifyFile } from '../services/trust/verifyFile.ts'

type Options = { readonly ca: readonly string[]; readonly identity: readonly string[] }

/** Prints one JSON object; exits 0 valid and trusted, 1 broken, 2 intact but untrusted, 3 unreadable. */
export async function verifyCommand(file: string, { ca, identity }: Options): Promise<void> {
  const apart = createApart()
  const trust = { authorities: ca, identities: identity, at: new Date().toISOString() }
  const { exitCode, report } = await verifyFile(file, trust, apart)
  await apart.close()
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  process.exitCode = exitCode
}
