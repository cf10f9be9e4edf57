import * as z from 'zod'
import { Problem } from '../../contract/problem/problem.ts'
import { rangesSchema } from '../../contract/syncPackage.ts'

/** What the store needs of a manifest; the rest is the package's own business and may grow. */
const importManifestSchema = z.object({ ranges: rangesSchema, changes: z.object({ count: z.int().min(0) }) })
export type ImportManifest = z.infer<typeof importManifestSchema>

/** Problem `package.damaged`. */
export function readManifest(json: string): ImportManifest {
  const parsed = importManifestSchema.safeParse(JSON.parse(json))
  if (!parsed.success) throw new Problem('package.damaged', {})
  return parsed.data
}
