import { selectLines } from '../../electron/store/imports/exporting.ts'
import type { BirthRecord } from '../../electron/contract/change.ts'
import { type Draw, drawFrom } from './draw.ts'
import { acceptReady, knownHashes, type Parcel, type Range, stageParcel, type Waiting, withhold } from './parcel.ts'
import { headerHash } from './pen.ts'
import { meetHeadquarters, ownLogs, type Replica } from './replica.ts'
import { headquartersLogs, type Line, replicasOf, type Scene } from './scene.ts'

/** A log with every line that anybody holds; more than one line may claim a number. */
type WholeLog = { readonly birth: BirthRecord; readonly lines: readonly Line[] }

/** What was written in the whole history, log by log, before the deliveries add their own acceptances. */
export async function harvest(scene: Scene): Promise<readonly WholeLog[]> {
  const logs = new Map<string, { birth: BirthRecord; lines: Map<string, Line> }>()
  for (const replica of replicasOf(scene)) {
    for (const { birth } of ownLogs(replica)) {
      const known = logs.get(birth.log) ?? { birth, lines: new Map<string, Line>() }
      for (const line of await linesOf(replica, birth)) known.lines.set(line.hash, line)
      logs.set(birth.log, known)
    }
  }
  for (const { birth, written } of scene.hostile) {
    logs.set(birth.log, { birth, lines: new Map(written.map((line) => [line.hash, line])) })
  }
  return [...logs.values()].map(({ birth, lines }) => ({ birth, lines: [...lines.values()] }))
}

/** Every line of every log reaches the replica: in pieces, in any order, some twice, some first without their bodies. */
export async function deliver(scene: Scene, replica: Replica, logs: readonly WholeLog[]): Promise<void> {
  const draw = drawFrom(`${scene.seed} delivery ${replica.name}`)
  const here = await knownHashes(replica)
  const own = ownLogs(replica).map(({ birth }) => birth.log)
  const foreign = logs.filter(
    ({ birth, lines }) => !own.includes(birth.log) || lines.some(({ hash }) => !here.has(hash)),
  )
  const pieces = draw.shuffle(foreign.flatMap((log) => piecesOf(scene, draw, log)))
  const steps: Step[] = joined(draw, pieces).map((parcel) => ({ parcel }))
  for (const { birth } of headquartersLogs(scene)) steps.splice(draw.below(steps.length + 1), 0, { meet: birth })
  let waiting: readonly Waiting[] = []
  for (const [place, step] of steps.entries()) {
    if ('meet' in step) {
      await meetHeadquarters(replica, step.meet)
      continue
    }
    for (let times = draw.chance(15) ? 2 : 1; times > 0; times -= 1) {
      const name = `${replica.name} ${place} ${times}`
      waiting = draw.shuffle([...waiting, await stageParcel(scene, replica, step.parcel, name)])
    }
    if (draw.chance(60)) waiting = await acceptReady(scene, replica, waiting)
  }
  const left = await acceptReady(scene, replica, waiting)
  if (left.length > 0) throw new Error('packages wait for others although everything is there')
}

type Step = { readonly parcel: Parcel } | { readonly meet: BirthRecord }

/** A parcel with its place among those of its log: whatever it needs has an earlier one. */
type Piece = { readonly parcel: Parcel; readonly place: number }

function piecesOf(scene: Scene, draw: Draw, log: WholeLog): readonly Piece[] {
  const branches = branchesOf(log.lines)
  const size = draw.choose([1, 2, 4, 8, 100])
  const ranges =
    branches.length > 1 && draw.chance(40)
      ? cut(log.birth, log.lines, size)
      : branches.flatMap((branch) => cut(log.birth, branch, size))
  return ranges.flatMap((range) => {
    const parcel = { ranges: [range] }
    const place = Math.floor(range.from / size)
    const isHeld = (hash: string) => scene.withheld.has(hash)
    if (!range.lines.some(({ hash }) => isHeld(hash))) return [{ parcel, place }]
    return [
      { parcel: withhold(parcel, isHeld), place },
      { parcel, place },
    ]
  })
}

/** From the first change to each that nothing follows. */
function branchesOf(lines: readonly Line[]): readonly (readonly Line[])[] {
  const byHash = new Map(lines.map((line) => [line.hash, line]))
  const followed = new Set(lines.map(({ line }) => line.header.previous))
  return lines
    .filter(({ hash }) => !followed.has(hash))
    .map((leaf) => {
      const path: Line[] = []
      for (let at: Line | undefined = leaf; at !== undefined; at = byHash.get(at.line.header.previous)) path.unshift(at)
      return path
    })
}

function cut(birth: BirthRecord, lines: readonly Line[], size: number): readonly Range[] {
  const ordered = lines.toSorted((a, b) => a.line.header.number - b.line.header.number || (a.hash < b.hash ? -1 : 1))
  const last = ordered.at(-1)?.line.header.number ?? 0
  const ranges: Range[] = []
  for (let from = 1; from <= last; from += size) {
    const to = Math.min(last, from + size - 1)
    const some = ordered.filter(({ line: { header } }) => header.number >= from && header.number <= to)
    const head = some.findLast(({ line }) => line.header.number === to)?.hash ?? ''
    ranges.push({ birth, from, to, head, lines: some })
  }
  return ranges
}

/** Now and then a package brings pieces of two logs; of one place, or two packages could wait for each other. */
function joined(draw: Draw, pieces: readonly Piece[]): readonly Parcel[] {
  const made: Piece[] = []
  for (const piece of pieces) {
    const last = made.at(-1)
    if (last !== undefined && last.place === piece.place && areApart(last, piece) && draw.chance(60)) {
      made[made.length - 1] = { ...last, parcel: { ranges: [...last.parcel.ranges, ...piece.parcel.ranges] } }
    } else made.push(piece)
  }
  return made.map(({ parcel }) => parcel)
}

function areApart(a: Piece, b: Piece): boolean {
  return a.parcel.ranges.every(({ birth }) => b.parcel.ranges.every((range) => range.birth.log !== birth.log))
}

async function linesOf({ store }: Replica, birth: BirthRecord): Promise<readonly Line[]> {
  return store.read(async (tx) => {
    const { highest } = await tx.db
      .selectFrom('change')
      .select((eb) => eb.fn.max<number | null>('number').as('highest'))
      .where('log', '=', birth.log)
      .executeTakeFirstOrThrow()
    const lines: Line[] = []
    if (highest === null) return lines
    for await (const line of selectLines(tx, [{ log: birth.log, from: 1, to: highest, bodiesFrom: 1 }])) {
      lines.push({ hash: headerHash(line.header), line })
    }
    return lines
  })
}
