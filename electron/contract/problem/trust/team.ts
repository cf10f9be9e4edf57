import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of teams: who is in one, whose a visit is. */
export const teamProblems = {
  'team.notMember': (_: None) => text('这台电脑现在不是该检查组的成员。', nothingWritten, '请刷新后核对成员名单。'),
  'team.ownsAlready': (d: { team: string }) =>
    text(`这条检查现在就属于“${d.team}”。`, nothingWritten, '请选择另一个检查组。'),
} satisfies Problems<'team'>
