import { authorise } from '../../domain/rights/authorise.ts'
import { casesAt } from '../change/cases.ts'
import type { Root } from '../change/root.ts'
import { loadGivenTrust, readTrust } from '../change/trust.ts'
import { listed, query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'

/** A change that waits for a newer program. */
export type UnreadChange = {
  readonly hash: string
  readonly log: string
  readonly number: number
  readonly author: string | null
  readonly at: string | null
}

/**
 * The changes of this case that wait for a newer program and could change what a paper about it prints (decisions.md 81, 91):
 * those whose author may write the root, in that log. The others are no veto; nor is what was declined or withdrawn, or what
 * the lead has said that this paper does not wait for.
 */
export async function waitingUnder(tx: ReadTx, root: Root, document: string): Promise<readonly UnreadChange[]> {
  const rows = await tx.run(selectUnder, { root: root.id, document })
  if (rows.length === 0) return []
  const trust = await readTrust(tx)
  const cases = await casesAt(tx, root, trust)
  const mayWrite = ({ hash: id, log, number, author, at }: (typeof rows)[number]) =>
    authorise(
      {
        ...{ id, log, number, cases },
        author: author ?? undefined,
        at: at ?? '',
        entity: root.entity,
        isNew: false,
        fields: [],
      },
      trust,
    ).ok
  return rows.filter(mayWrite)
}

const selectUnder = query(({ db }, at: { readonly root: string; readonly document: string }) =>
  db
    .selectFrom('change')
    .select(['change.hash', 'change.log', 'change.number', 'change.author', 'change.at'])
    .where('change.verdict', '=', 'future')
    .where('change.root', '=', at.root)
    .where('change.withdrawn', '=', 0)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('changeDeclined')
            .leftJoin('changeReadmitted', 'changeReadmitted.parent', 'changeDeclined.id')
            .select('changeDeclined.id')
            .whereRef('changeDeclined.change', '=', 'change.hash')
            .where('changeReadmitted.id', 'is', null),
        ),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('unreadPassed')
            .select('unreadPassed.id')
            .whereRef('unreadPassed.change', '=', 'change.hash')
            .where('unreadPassed.parent', '=', at.document),
        ),
      ),
    )
    .compile(),
)

/** How many changes of headquarters wait: any of them may be a decision about who may write (decisions.md 91). */
export async function waitingFromHeadquarters(tx: ReadTx): Promise<number> {
  const { headquartersLogs } = await loadGivenTrust(tx)
  const [found] = await tx.run(countOfLogs, { logs: [...headquartersLogs] })
  return Number(found?.count ?? 0)
}

const countOfLogs = query(({ db }, at: { readonly logs: readonly string[] }) =>
  db
    .selectFrom('change')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('verdict', '=', 'future')
    .where('log', 'in', listed(at.logs))
    .compile(),
)
