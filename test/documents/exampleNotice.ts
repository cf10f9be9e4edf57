import type { NoticeContent } from '../../electron/documents/papers/rectificationNotice/content.ts'

/** The notice of one finding with three pieces of evidence. */
export function exampleNotice(change: Partial<NoticeContent> = {}): NoticeContent {
  const piece = (place: number, caption: string | null) => ({
    number: `137-1440100-B003-0${place}`,
    content: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    fileName: `IMG_20141120_10150${place}.jpg`,
    caption,
    class: '现场拍摄导入' as const,
    takenAt: '2014-11-20 10:15:05+08:00',
  })
  return {
    marks: { drill: false, draft: false, code: 'K7Q2M9XW4T' },
    today: '2014-11-21',
    document: { title: null, issuer: '国家税务总局广州市税务局办公室', issuedOn: '2014-11-28' },
    unit: { name: '广东省广州市××区国家税务局第一税务分局' },
    above: { name: '广东省广州市国家税务局' },
    visit: { visitedOn: '2014-11-20' },
    finding: {
      number: 'B-003',
      title: '公务接待先办后批',
      riskPointName: '公务接待凭证要件不齐',
      fact: '抽查2014年1月至10月的公务接待审批单37份，其中4份先接待后补批，金额共计3862.50元，均无派出单位公函。\n经查看报销凭证，4笔接待均由办公室经办，审批日期晚于接待日期3至11天。',
      occurredOn: '2014-11-20',
      occurredMinute: 10 * 60 + 15,
      place: '办公楼二层财务室',
      ruleDocument: '党政机关厉行节约反对浪费条例',
      ruleArticle: '第二十条',
      ruleText: '党政机关应当建立公务接待审批控制制度，对无公函的公务活动不予接待',
      ruleValidity: 'known',
      rectificationType: '限期整改',
      rectifyBy: '2014-12-15',
      requirement:
        '补齐4笔接待的审批手续，说明情况；完善公务接待审批制度，明确先审批后接待，并对经办人员进行提醒谈话。',
    },
    evidence: [piece(1, '公务接待审批单及报销凭证'), piece(2, '派车单与加油记录登记不一致'), piece(3, null)],
    signers: [
      { name: '瞿赟', role: '组长' },
      { name: '', role: '被检查单位负责人', paper: true },
    ],
    ...change,
  }
}
