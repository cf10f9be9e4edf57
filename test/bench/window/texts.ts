import type { RowValues } from '../../../electron/contract/catalogue/catalogue.ts'

/** Findings as teams write them: two to four sentences from a few dozen of each kind, never two alike. */

export function unitNames(): readonly string[] {
  return ['江口', '白沙', '石桥', '临溪', '云顶', '平湖', '大屯', '青田', '柳林', '新安'].flatMap((place) =>
    ['县国家税务局', '县地方税务局', '县国家税务局第一税务分局', '县地方税务局办税服务厅'].map(
      (office) => place + office,
    ),
  )
}

type Point = readonly [code: string, name: string]
const points: readonly [Point, ...Point[]] = [
  ['NF-01', '首问责任落空'],
  ['NF-02', '限时办结超期'],
  ['ZF-03', '核定征收随意'],
  ['ZF-07', '稽查选案不公'],
  ['XZ-02', '公务用车违规'],
  ['GB-01', '任用程序缺失'],
  ['ZJ-01', '擅离岗位'],
  ['ZG-01', '整改不到位'],
]

const places = [
  '一楼办税服务厅',
  '二楼征收窗口',
  '三号窗口',
  '咨询台',
  '档案室',
  '自助办税区',
  '局长办公室外',
  '停车场',
] as const
const people = ['一名女性工作人员', '两名协税员', '窗口负责人', '值班科长', '一名实习人员', '大厅主任'] as const
const acts = [
  '在工作时间使用手机观看视频',
  '未在岗且未放置暂停服务牌',
  '接受纳税人所送礼品后未登记上交',
  '对纳税人的询问未作答复即离开',
  '要求纳税人重复提交已报送的资料',
  '未按规定出示检查通知书',
  '将公务用车用于接送子女',
  '对核定定额的依据不能说明',
  '未在公示栏公布收费项目',
  '以系统故障为由拒绝受理申报',
] as const
const results = [
  '纳税人等候四十分钟后离去',
  '现场有五名纳税人排队',
  '经提醒后仍未改正',
  '负责人到场后作出口头说明',
  '当日叫号系统记录与实际不符',
  '调阅台账未见相应记载',
] as const

type Text = Partial<RowValues<'finding'>>

/** Every tenth misses something, so that the list has both states. */
export function findingText(n: number): Text {
  const [riskPoint, riskPointName] = at(points, n)
  const place = at(places, Math.floor(n / 3))
  const act = at(acts, Math.floor(n / 7))
  const isComplete = n % 10 !== 0
  return {
    riskPoint,
    riskPointName,
    title: `${place}${act.slice(0, 14)}`,
    fact: factOf(n, place, act),
    ruleDocument: '税务工作人员行为规范（试行）',
    ruleText: '工作时间应当坚守岗位，不得从事与工作无关的活动；对纳税人提出的问题应当一次告知。',
    opinion: isComplete ? '责令立即改正，对责任人批评教育，举一反三开展自查。' : null,
    severity: [2, 1, 2, 3, 2, 1, 4][n % 7] ?? 2,
    occurredMinute: 540 + (n % 150),
    place,
    involved: at(people, Math.floor(n / 5)),
    rectificationType: isComplete ? '立行立改' : null,
    requirement: '十五日内书面报告整改情况并附证明材料。',
  }
}

function factOf(n: number, place: string, act: string): string {
  const minute = String(n % 60).padStart(2, '0')
  const first = `${9 + (n % 3)}时${minute}分，检查人员在${place}看到，${at(people, Math.floor(n / 5))}${act}，${at(results, n)}。`
  const second = `经核对第${(n * 37) % 9973}号业务流水，${at(people, n + 2)}${at(acts, Math.floor(n / 11) + 4)}，${at(results, Math.floor(n / 2))}。`
  return n % 2 === 0 ? first + second : `${first}${second}检查人员当场制作记录，编号${n}，由陪同人员确认。`
}

function at<T>(list: readonly [T, ...T[]], place: number): T {
  return list[place % list.length] ?? list[0]
}
