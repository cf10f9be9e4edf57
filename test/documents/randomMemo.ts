import sharp from 'sharp'
import type { MemoContent, MemoFinding } from '../../electron/documents/papers/memo/content.ts'
import type { PrintedEvidence, PrintedPicture } from '../../electron/documents/parts/evidence.ts'
import type { SignatureLine } from '../../electron/documents/engine/signatureTable.ts'
import { makePrintCopy, printCopySidePx } from '../../electron/picture/copies.ts'
import { chanceFrom, type Chance } from '../bench/findings.ts'

/** A memo that a visit may lead to, the same for the same seed: texts of any length, any number of signers, pictures of any shape. */
export async function randomMemo(seed: number): Promise<MemoContent> {
  const chance = chanceFrom(seed + 1)
  const pick = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)] ?? of[0]!
  const mode = pick(['明察', '明察', '暗访'] as const)
  const people = Array.from(
    { length: 1 + Math.floor(chance() * 13) },
    (_, index) => `${pick(names)}${marks[index] ?? ''}`,
  )
  const findings = Array.from({ length: 1 + Math.floor(chance() * 4) }, (_, index) => finding(chance, index))
  const evidence = (await Promise.all(findings.map((each) => evidenceOf(chance, each.id)))).flat()
  const statementKind =
    mode === '暗访' ? '暗访未出示' : pick(['无意见', '有意见', '有意见', '拒绝签署', '待填'] as const)
  const spoken = statementKind === '有意见' || statementKind === '拒绝签署'
  const numbered = evidence.map((piece, index) => ({
    ...piece,
    number: `137-1440100-B001-${String(index + 1).padStart(2, '0')}`,
  }))
  return {
    marks: { drill: chance() < 0.3, draft: true, code: 'K7Q2M9XW4T' },
    number: '137-1440100-BJ01',
    today: '2014-11-21',
    document: {
      title: chance() < 0.2 ? `关于${text(chance, 30, '')}的检查备忘录` : null,
      issuer: pick(issuers),
      issuedOn: '2014-11-21',
      statementKind,
      statement: spoken ? text(chance, length(chance, 4000), pick(ends)) : null,
    },
    unit: { name: pick(units) },
    campaign: { name: pick(campaigns), documentNumber: pick(['税总发[2014]137号', null]) },
    visit: {
      mode,
      visitedOn: '2014-11-20',
      startMinute: 9 * 60 + 5,
      endMinute: null,
      place: text(chance, length(chance, 100), ''),
      accompanying: pick([null, '陈堃（副局长）、买买提·吐尔逊（办公室主任）、王玥珺（办公室副主任、机关党委委员）']),
      noticeNumber: pick([null, '税总督查〔2014〕9号']),
      identityDisclosedAt: null,
      singleInspectorReason: people.length === 1 ? '其他人员临时回避' : null,
      overview: text(chance, length(chance, 1500), '。'),
      internal: chance() < 0.5,
    },
    inspectors: people.map((name, index) => ({ name, role: index === 0 ? '组长' : pick(['组员', null]) })),
    findings,
    evidence: numbered,
    signers: [
      ...people.map<SignatureLine>((name, index) => ({
        name,
        role: index === people.length - 1 ? '组长' : '检查人员',
      })),
      ...(mode === '明察' ? [{ name: '', role: '被检查单位负责人', paper: true }] : []),
    ],
  }
}

function finding(chance: Chance, index: number): MemoFinding {
  const some = (most: number, end: string) => text(chance, length(chance, most), end)
  return {
    id: `finding-${index}`,
    number: `B-${String(index + 1).padStart(3, '0')}`,
    title: some(60, ''),
    riskPoint: ['XZ-01', 'GB-02', 'ZF-01', 'ZJ-03'][index % 4] ?? 'XZ-01',
    riskPointName: some(20, ''),
    fact: some(3000, '。'),
    occurredOn: '2014-11-20',
    occurredMinute: chance() < 0.5 ? 615 : null,
    place: some(60, ''),
    involved: chance() < 0.5 ? some(60, '') : null,
    ruleDocument: some(40, ''),
    ruleArticle: '第九条',
    ruleText: some(600, '。'),
    ruleValidity: chance() < 0.5 ? 'known' : 'unknown',
    opinion: some(400, '。'),
    severity: 1 + Math.floor(chance() * 4),
    rectificationType: '限期整改',
    rectifyBy: '2014-12-15',
    requirement: chance() < 0.8 ? some(1200, '。') : null,
  }
}

type Piece = Omit<PrintedEvidence, 'number'>

async function evidenceOf(chance: Chance, id: string): Promise<readonly Piece[]> {
  const pieces: Piece[] = []
  const count = 1 + Math.floor(chance() * 3)
  while (pieces.length < count) {
    pieces.push({
      finding: id,
      fileName: chance() < 0.9 ? `${text(chance, length(chance, 60), '')}.jpg` : null,
      class: chance() < 0.8 ? '现场拍摄导入' : null,
      takenAt: chance() < 0.7 ? '2014-11-20 10:15:05+08:00' : null,
      device: chance() < 0.7 ? 'HUAWEI MT7-TL10' : null,
      size: 2_400_000,
      content: 'a3bf4f1b2b0b822cd15d6c15b0f00a089f86d081884c7d659a2feaa0c55ad015',
      caption: chance() < 0.7 ? text(chance, length(chance, 150), '') : null,
      voided: chance() < 0.1,
      picture: chance() < 0.7 ? await picture(shapes[Math.floor(chance() * shapes.length)] ?? [40, 40]) : undefined,
    })
  }
  return pieces.map((piece) => (piece.voided ? { ...piece, picture: undefined } : piece))
}

const shapes = [
  [40, 40],
  [1600, 1200],
  [1200, 1600],
  [1080, 2340],
  [600, 6000],
  [6000, 700],
  [3000, 300],
] as const

async function picture([width, height]: readonly [number, number]): Promise<PrintedPicture> {
  const plain = await sharp({ create: { width, height, channels: 3, background: '#88a' } })
    .jpeg()
    .toBuffer()
  return makePrintCopy(plain, { maxSidePx: printCopySidePx })
}

/** Short ones as often as long ones. */
function length(chance: Chance, most: number): number {
  return Math.max(1, Math.round(most ** chance()))
}

function text(chance: Chance, count: number, end: string): string {
  const signs = Array.from({ length: count }, () => common[Math.floor(chance() * common.length)] ?? '检')
  if (end === '') return signs.join('')
  return signs.map((sign, index) => (index % 23 === 22 ? `，` : index % 61 === 60 ? end : sign)).join('')
}

const common = Array.from(
  '检查发现该局窗口纳税人办服务公接待会议车辆报销凭证干部值班员示排队时间审批登记资料整改落实2014A',
)
const ends = ['。', '。', '；', '']
/** So that each name is another. */
const marks = Array.from('甲乙丙丁戊己庚辛壬癸子丑寅')
const names = ['王', '欧阳娜', '李䶮', '买买提·吐尔逊', '阿卜杜热合曼·买买提吐尔逊', '𠮷田']
const issuers = [
  '第九检查组',
  '税务总局党的群众路线教育实践活动第三检查组',
  '新疆维吾尔自治区国家税务局系统作风建设巩固深化拓展主题活动领导小组办公室第十二检查组',
]
const units = [
  '临江县国家税务局',
  '广东省广州市××区国家税务局第一税务分局',
  '新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县国家税务局（纳税服务中心）',
]
const campaigns = ['税务系统作风建设“巩固深化拓展”主题活动', '关于深入整改落实、坚决防止“四风”问题反弹的通知']
