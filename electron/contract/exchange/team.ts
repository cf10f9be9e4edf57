import * as z from 'zod'
import { idSchema, read, write } from '../procedure.ts'
import { reasonSchema } from '../text/reason.ts'

const reason = reasonSchema(500)

/** Which computers work together, as headquarters decides it (electron/README §8). */
export const team = {
  list: read.output(
    z.array(
      idSchema.extend({
        name: z.string(),
        campaign: z.string().nullable(),
        members: z.array(
          z.object({
            log: z.uuid(),
            name: z.string(),
            letter: z.string().nullable(),
            people: z.array(z.string()),
            left: z.boolean(),
          }),
        ),
      }),
    ),
  ),
  /** The team that a visit belongs to now; null where headquarters knows of none. */
  ofVisit: read.input(idSchema).output(idSchema.extend({ name: z.string() }).nullable()),
  /**
   * The computer leaves: what it had written, as far as its packages have been taken in here, stays; nothing after that counts
   * in the team's visits. Problem `team.notMember`.
   */
  leave: write('administerTrust')
    .input(idSchema.extend({ log: z.uuid(), reason }))
    .output(z.object({})),
  /** A visit goes to another team: only its members and headquarters may change it from now on. Problem `team.ownsAlready`. */
  handOver: write('administerTrust')
    .input(z.object({ visit: z.uuid(), to: z.uuid(), reason }))
    .output(z.object({})),
}
