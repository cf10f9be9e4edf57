import type { NextPlace, NextStep } from '../contract/desk/nextStep.ts'

/**
 * What comes next, in the order in which people do the work: what came in, what waits for a signature, what lacks
 * something, what can be made of it, and what another must get or send. The first that applies is said; nobody has to know
 * the order.
 */

/** One who has not signed yet, and how far the paper is on its way to this signature. */
export type Awaited = {
  readonly name: string
  /**
   * 未登记: headquarters has told of no computer of hers; 待合并: it has, of one of her name; 待交: the paper has not been handed to
   * her; 已交: it has.
   */
  readonly standing: '未登记' | '待合并' | '待交' | '已交'
}

export type Work = {
  readonly registered: boolean
  /** The request was saved, and no answer has been taken in. */
  readonly requested: boolean
  /** Capabilities of the person here. */
  readonly mayCompile: boolean
  readonly mayExchange: boolean
  /** Packages that were read and checked, and wait to be accepted. */
  readonly arrived: readonly { readonly sender: string; readonly serial: number }[]
  /** The newest visits that are not removed. */
  readonly visits: readonly {
    readonly id: string
    readonly unitName: string
    readonly findings: number
    readonly problems: readonly string[]
    readonly today: boolean
    readonly compiled: boolean
  }[]
  /** One finding that lacks something. */
  readonly incomplete: { readonly id: string; readonly number: string; readonly missing: readonly Field[] } | undefined
  readonly conflicts: number
  /** Papers in which something is still to be done. */
  readonly documents: readonly {
    readonly id: string
    readonly unitName: string
    readonly state: string
    readonly waitsForMe: boolean
    readonly awaits: readonly Awaited[]
  }[]
  /** Who should get a package next; what no package has carried there yet, in words. */
  readonly owed: readonly { readonly name: string; readonly what: string }[]
  /** Packages that were handed over and have no receipt. */
  readonly underWay: readonly { readonly name: string; readonly serial: number }[]
}

type Field = { readonly field: string; readonly label: string }
type Rule = (work: Work) => NextStep | undefined

/** Of a team's person. */
export function teamStep(work: Work): NextStep {
  return firstOf(teamRules, work) ?? teamIdle(work)
}

/** Of headquarters: it inspects nothing, so it takes in, answers and sends down. */
export function officeStep(work: Work): NextStep {
  return firstOf(officeRules, work) ?? officeIdle
}

function firstOf(rules: readonly Rule[], work: Work): NextStep | undefined {
  for (const rule of rules) {
    const step = rule(work)
    if (step !== undefined) return step
  }
  return undefined
}

const arrived =
  (page: 'sync' | 'import'): Rule =>
  ({ arrived: [first], mayExchange }) =>
    first && mayExchange
      ? mine(`“${first.sender}”送来的第 ${first.serial} 号数据包已核对，等着导入。`, '去看看', { page })
      : undefined

const conflicts: Rule = ({ conflicts: count }) =>
  count > 0
    ? mine(`有 ${count} 个问题被两个人改了同一处，两个值都留着。`, '选定', { page: 'findings', state: '冲突' })
    : undefined

const signature: Rule = ({ documents }) => {
  const waiting = documents.find(({ waitsForMe }) => waitsForMe)
  return waiting && mine(`${waiting.unitName}的文书已定稿，等您签名。`, '去签', toDocument(waiting))
}

/** First of all while there is nothing to record yet; at the site it can wait until there is something to send. */
const enrolmentFirst: Rule = (work) => (work.visits.length === 0 ? enrolment(work) : undefined)

const enrolment: Rule = ({ registered, requested }) =>
  registered || requested
    ? undefined
    : mine('还没有向总部登记。登记之后，签名和数据包总部都认得；来不及也可以先记录。', '去办登记', toEnrolment)

const answer: Rule = ({ registered, requested }) =>
  !registered && requested
    ? others('申请文件交给总部以后，总部会送回一个答复文件。', '去收答复', toEnrolment)
    : undefined

/** The others learn who she is from her first package: without it nobody could name her on a paper. */
const introduction: Rule = (work) => (work.mayCompile ? undefined : owed('sync')(work))

/** Who only signs and records waits for what the lead sends; the lead begins. */
const firstVisit: Rule = ({ visits, mayCompile, mayExchange }) => {
  if (visits.length > 0) return undefined
  if (!mayCompile && mayExchange)
    return others('组长会送来一个数据包，里面是要去的检查；也可以自己新建。', '去导入', toSync)
  return mine('还没有检查。到哪个单位、哪一天、谁去的，先记下来。', '去新建', toNewVisit)
}

const visitGaps: Rule = ({ visits }) => {
  const open = visits.find(({ problems }) => problems.length > 0)
  const [problem] = open?.problems ?? []
  return open && mine(`${open.unitName}的检查没有填完：${problem}。`, '补齐', { page: 'visits', id: open.id })
}

const findingGaps: Rule = ({ incomplete }) => {
  if (incomplete === undefined) return undefined
  const { id, number, missing } = incomplete
  const [first] = missing
  return mine(`问题 ${number} 还缺${missing.map(({ label }) => label).join('、')}。`, '补齐', {
    page: 'findings',
    id,
    ...(first && { field: first.field }),
  })
}

const firstFinding: Rule = ({ visits }) => {
  const empty = visits.find(({ today, findings }) => today && findings === 0)
  return (
    empty &&
    mine(`今天在${empty.unitName}的检查还没有记下问题。`, '去记录', { page: 'findings', id: 'new', visit: empty.id })
  )
}

const compile: Rule = ({ visits, mayCompile }) => {
  if (!mayCompile) return undefined
  const ready = visits.find(({ findings, compiled }) => findings > 0 && !compiled)
  return (
    ready && mine(`${ready.unitName}的检查记全了，可以编制备忘录。`, '去编制', { page: 'documents', visit: ready.id })
  )
}

const freeze: Rule = ({ documents, mayCompile }) => {
  if (!mayCompile) return undefined
  const draft = documents.find(({ state }) => state === '草稿')
  if (draft) return mine(`${draft.unitName}的文书还是草稿，看过每一页再定稿。`, '去看草稿', toDocument(draft))
  const outdated = documents.find(({ state }) => state === '已失效')
  return outdated && mine(`${outdated.unitName}的文书定稿以后，内容又改过。`, '去看改动', toDocument(outdated))
}

const askSignature: Rule = ({ documents, mayCompile, mayExchange }) => {
  const joining = documents.find(({ awaits }) => awaits.some(({ standing }) => standing === '待合并'))
  if (joining && mayCompile) {
    const name = joining.awaits.find(({ standing }) => standing === '待合并')?.name ?? ''
    return mine(`名单里的${name}是手工添加的，与已登记的人合并以后才能签名。`, '去核对', toDocument(joining))
  }
  const waiting = awaitedAs(documents, '待交')
  return waiting && mayExchange ? mine(`还等${waiting.name}签名，编一个数据包交给对方。`, '编包', toSync) : undefined
}

function awaitedAs(documents: Work['documents'], wanted: Awaited['standing']): Awaited | undefined {
  return documents.flatMap(({ awaits }) => awaits).find(({ standing }) => standing === wanted)
}

const owed =
  (page: 'sync' | 'import'): Rule =>
  ({ owed: [first], registered, mayExchange }) =>
    first && registered && mayExchange ? mine(`${first.what}还没有交给“${first.name}”。`, '编包', { page }) : undefined

const awaitSignature: Rule = ({ documents }) => {
  const waiting = awaitedAs(documents, '已交')
  if (waiting) return others(`文书已交给${waiting.name}，签好后会送回一个数据包。`, '去导入', toSync)
  const unknown = awaitedAs(documents, '未登记')
  return (
    unknown &&
    others(`还等${unknown.name}签名，对方的电脑还没有登记；登记以后，总部会送来一个数据包。`, '去导入', toSync)
  )
}

const awaitReceipt: Rule = ({ underWay: [first] }) =>
  first && others(`第 ${first.serial} 号数据包已写出，请送到“${first.name}”，等回执送回来。`, '去收回执', toSync)

const teamRules: readonly Rule[] = [
  arrived('sync'),
  signature,
  conflicts,
  enrolmentFirst,
  visitGaps,
  findingGaps,
  freeze,
  compile,
  askSignature,
  firstFinding,
  enrolment,
  answer,
  introduction,
  firstVisit,
  owed('sync'),
  awaitSignature,
  awaitReceipt,
]

function teamIdle({ mayCompile }: Work): NextStep {
  return others(mayCompile ? '记录都已交给总部，回执也都收到了。' : '记录都已交出去了。', '去新建', toNewVisit)
}

const authority: Rule = ({ registered }) =>
  registered ? undefined : mine('还没有发证机构，建立以后才能给检查组办登记。', '去建立', toEnrolment)

const officeRules: readonly Rule[] = [authority, arrived('import'), conflicts, owed('import')]

const officeIdle = others('等检查组送来申请文件或者数据包。', '去收文件', { page: 'import' })

function mine(words: string, action: string, place: NextPlace): NextStep {
  return { words, action, place, mine: true }
}

function others(words: string, action: string, place: NextPlace): NextStep {
  return { words, action, place, mine: false }
}

const toSync: NextPlace = { page: 'sync' }
const toEnrolment: NextPlace = { page: 'settings', section: '登记' }
const toNewVisit: NextPlace = { page: 'visits', id: 'new' }

function toDocument({ id }: { readonly id: string }): NextPlace {
  return { page: 'documents', id }
}
