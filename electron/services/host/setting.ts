import * as z from 'zod'
import { roles } from '../../contract/capability.ts'
import { birthRecordSchema } from '../../contract/change.ts'
import { answerToldSchema, requestToldSchema } from '../../contract/exchange/enrolment.ts'

/** What a workspace remembers of itself; local, never a change. Each key has one schema. */
export const settings = {
  /** The log this installation writes, and the installation it belongs to (decisions.md 3). */
  log: z.object({ log: z.uuid(), installation: z.uuid() }),
  /** The schema of the program that last judged what is kept of others. */
  appliedSchema: z.object({ schemaVersion: z.int() }),
  /** age identity: packages for this workspace are sealed to its recipient. */
  age: z.object({ identity: z.string(), recipient: z.string() }),
  founder: z.object({ log: z.uuid(), person: z.uuid(), roles: z.array(z.enum(roles)) }),
  /** A team's enrolment: who its headquarters is and how it proves its own log. */
  registration: z.object({
    headquarters: z.object({ workspace: z.uuid(), name: z.string(), log: z.uuid(), recipient: z.string() }),
    authorityChain: z.array(z.string()),
    logChain: z.array(z.string()),
    letter: z.string(),
    /** All else that headquarters told; absent where an earlier program enrolled. */
    told: answerToldSchema.exactOptional(),
  }),
  /** SHA-256 of the request that waits for its answer. */
  request: z.object({ sha256: z.string() }),
  /** A headquarters' own trust: its authority's certificates and its log's chain. The authority's key is not here. */
  authority: z.object({ chain: z.array(z.string()), logChain: z.array(z.string()) }),
  /** Where packages can go: other enrolled workspaces. */
  peers: z.array(
    z.object({
      log: z.uuid(),
      name: z.string(),
      kind: z.enum(['总部', '检查组']),
      recipient: z.string(),
      /** At headquarters: the channel log that carries its word to this peer, with its chain. */
      channel: z.object({ birth: birthRecordSchema, chain: z.array(z.string()) }).nullable(),
      /** At headquarters: what the party said of itself in its request. */
      told: requestToldSchema.exactOptional(),
    }),
  ),
  /** At headquarters: SPKI of the key that each enrolled person signs with; no other key enrols under that id. */
  personKeys: z.record(z.uuid(), z.string()),
  /** Certificate chains of forwarded logs, so that they can be proved again when forwarded further. */
  chains: z.record(z.uuid(), z.array(z.string())),
} as const

export type SettingKey = keyof typeof settings
export type Setting<K extends SettingKey> = z.infer<(typeof settings)[K]>
export type Peer = Setting<'peers'>[number]
