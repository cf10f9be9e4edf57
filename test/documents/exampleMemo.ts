import { makePrintCopy, printCopySidePx } from '../../electron/picture/copies.ts'
import { drawScene, sceneNames } from '../../electron/picture/scene.ts'
import { renderOfficialDocument } from '../../electron/documents/engine/officialDocument.ts'
import type { MemoContent, MemoFinding } from '../../electron/documents/papers/memo/content.ts'
import { layoutMemo } from '../../electron/documents/papers/memo/layout.ts'
import type { PrintedEvidence, PrintedPicture } from '../../electron/documents/parts/evidence.ts'

/** The .docx of a memo, as a worker makes it. */
export function renderMemo(memo: MemoContent): Promise<Uint8Array> {
  return renderOfficialDocument(layoutMemo(memo))
}

/** A memo as large as a busy visit makes it: 12 findings, 14 photos, long texts, rare names, and text that looks like markup. */
export async function exampleMemo(change: Partial<MemoContent> = {}): Promise<MemoContent> {
  const pictures = await examplePictures()
  const findings = facts.map((fact, index) => finding(index, fact))
  return {
    marks: { drill: false, draft: false, code: 'K7Q2M9XW4T' },
    number: '137-1440100-20141121-01',
    today: '2014-11-21',
    document: {
      title: null,
      issuer: '税务总局党的群众路线教育实践活动第三检查组',
      issuedOn: '2014-11-21',
      statementKind: '有意见',
      statement:
        '对问题B-001至B-009没有意见。\n对问题B-010，我局认为该笔业务的退税资料已于检查前一日补齐，请检查组复核。',
    },
    unit: { name: '广东省广州市××区国家税务局第一税务分局' },
    campaign: { name: '关于深入整改落实、坚决防止“四风”问题反弹的通知', documentNumber: '税总发〔2014〕137号' },
    visit: {
      mode: '明察',
      visitedOn: '2014-11-20',
      startMinute: 9 * 60 + 5,
      endMinute: 16 * 60 + 30,
      place: '××区体育东路18号办税服务厅、办公楼二至五层',
      accompanying: '陈堃（副局长）、王玥珺（办公室主任）',
      noticeNumber: '税总督查〔2014〕9号',
      identityDisclosedAt: null,
      singleInspectorReason: null,
      internal: null,
      overview:
        '检查组按照随机抽取的结果，于2014年11月20日至21日对该局办税服务厅和机关办公区进行检查。检查采取现场查看、查阅资料、个别访谈和比对记录的方式，查看窗口8个、办公室23间、公务用车5辆，查阅2014年1月至10月的公务接待审批单、车辆派车单和会议费报销凭证共214份，访谈干部11人、纳税人6人。\n被检查单位总体上能够落实整改要求，但在窗口服务、公务用车和办公用房等方面仍有问题。',
    },
    inspectors: [
      { name: '瞿赟', role: '组长' },
      { name: '顔頔', role: '组员' },
      { name: '李䶮', role: '组员' },
      { name: '𠮷田喆', role: '组员' },
    ],
    findings,
    evidence: findings.flatMap(({ id }, index) => evidenceOfExample(id, index, pictures)),
    signers: [
      { name: '瞿赟', role: '组长' },
      { name: '顔頔', role: '检查人员' },
      { name: '李䶮', role: '检查人员' },
      { name: '陈堃', role: '被检查单位负责人', paper: true },
    ],
    ...change,
  }
}

export function examplePictures(): Promise<readonly PrintedPicture[]> {
  return Promise.all(sceneNames.map((scene, seed) => examplePhoto(scene, seed)))
}

async function examplePhoto(scene: (typeof sceneNames)[number], seed: number): Promise<PrintedPicture> {
  const tall = seed === 4
  const jpeg = await drawScene({ scene, seed, width: tall ? 1200 : 1600, height: tall ? 1600 : 1200, exif: {} })
  return makePrintCopy(jpeg, { maxSidePx: printCopySidePx })
}

const captions = [
  '办税服务厅8个窗口中3号窗口无人值守，等候区排队12人',
  '公示栏缺少二次报销政策和投诉电话两项内容，其余内容未按规定时间更新，最近一次更新时间为2014年6月3日，且字迹已无法辨认',
  '三楼局长办公室实测使用面积',
  '院内停放的公务用车',
  '工作时间内关闭的服务窗口，玻璃上贴有“暂停办公”',
  '派车单与加油记录 <script>alert("x")</script> & 登记不一致',
]

const facts = [
  '2014年11月20日10时15分至10时50分，办税服务厅3号窗口（综合服务）无人值守，未摆放暂停服务标识，也没有安排其他人员顶岗。等候区当时排队12人，其中最长等候时间为47分钟。窗口责任人为该厅副主任科员××。\n经查看叫号系统记录，该窗口在2014年10月8日至11月19日期间，工作时间内停办超过30分钟的共有9次。',
  '办税服务厅公示栏没有公示二次报销政策和投诉电话。',
  '三楼西侧局长办公室经实测使用面积12.6平方米，超过标准；门牌已改为“会议室”，但室内仍放置个人物品和休息床。',
  '派车单登记与加油记录不一致 <script>alert("x")</script> & 另有 A < B 的情况；控制字符\u0007\u0000已被过滤。',
  '公务接待审批单先接待后补批，涉及4次，金额共计3862.50元。',
  '民主生活会查摆的问题清单中，有3项没有明确整改责任人和完成时限。',
  '干部××在企业兼职一事，至检查时仍未清理。',
  '抽查考勤记录发现，11月3日至7日共有6人次迟到，均未按规定处理。'.repeat(6),
  '对个体工商户定额核定未按规定进行公示。',
  '纳税人资料已经齐全，但未在承诺时限内办理退税，超期11天。',
  '税务行政处罚自由裁量适用标准不一致，同类违法行为罚款相差3倍。',
  '对上次检查指出的“窗口人员接打私人电话”问题，整改台账登记为已完成，现场仍有发生。',
]

const names = [
  '窗口无人值守',
  '公示内容不全',
  '办公用房超标',
  '公车使用登记不实',
  '公务接待先办后批',
  '整改责任不明确',
] as const

function finding(index: number, fact: string): MemoFinding {
  const isKnown = index % 4 !== 3
  const rectificationType = (['立行立改', '限期整改', '长期整改'] as const)[index % 3] ?? '立行立改'
  return {
    id: `finding-${index}`,
    number: `B-${String(index + 1).padStart(3, '0')}`,
    title: names[index % names.length] ?? null,
    riskPoint: `${index < 5 ? 'XZ' : index < 8 ? 'GB' : index < 11 ? 'ZF' : 'ZJ'}-${String(index + 1).padStart(2, '0')}`,
    riskPointName: names[index % names.length] ?? null,
    fact,
    occurredOn: '2014-11-20',
    occurredMinute: index % 2 === 0 ? 10 * 60 + 15 : null,
    place: index % 2 === 0 ? '办税服务厅' : '办公楼三层',
    involved: index % 2 === 0 ? '综合服务岗值班人员' : null,
    ruleDocument: isKnown ? '全国县级税务机关纳税服务规范' : '党政机关公务用车配备使用管理办法',
    ruleArticle: isKnown ? '1.2.3' : '第九条',
    ruleText: isKnown
      ? '办税服务厅在工作时间内应当有人值守；需要暂停服务的，应当明示原因并引导纳税人到其他窗口办理'
      : '不应印出的条文',
    ruleValidity: isKnown ? 'known' : 'unknown',
    opinion: '违反了首问责任和窗口值守的要求，建议对责任人进行提醒谈话，并完善顶岗制度。',
    severity: (index % 4) + 1,
    rectificationType,
    rectifyBy: rectificationType === '长期整改' ? null : '2014-12-15',
    requirement:
      index % 5 === 4 ? null : '明确窗口值守责任，建立A、B岗制度；对纳税人公开说明情况，并将整改结果书面报告检查组。',
  }
}

/** A photo for each finding, three for the last; beside them a scanned record, voided in one place. */
function evidenceOfExample(id: string, index: number, pictures: readonly PrintedPicture[]): readonly PrintedEvidence[] {
  const photos = index === 11 ? [11, 12, 13] : [index]
  const mark = `137-1440100-B${String(index + 1).padStart(3, '0')}`
  const of = (place: number): Omit<PrintedEvidence, 'number' | 'caption' | 'voided'> => ({
    finding: id,
    fileName:
      place === 0 ? `IMG_20141120_1015${String(index).padStart(2, '0')}.jpg` : `叫号系统记录（打印件扫描）${index}.pdf`,
    class: (['现场拍摄导入', '本机采集', '对方提供', '转录'] as const)[(index + place) % 4] ?? '转录',
    takenAt: place === 0 ? '2014-11-20 10:15:05+08:00' : null,
    device: place === 0 ? 'HUAWEI MT7-TL10' : null,
    size: 2_400_000 + index * 1000,
    content: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  return [
    ...photos.map((photo, place) => ({
      ...of(place),
      number: `${mark}-${String(place + 1).padStart(2, '0')}`,
      caption: captions[photo % captions.length] ?? null,
      voided: false,
      picture: pictures[photo % pictures.length],
    })),
    { ...of(1), number: `${mark}-09`, caption: null, voided: index === 4 },
  ]
}
