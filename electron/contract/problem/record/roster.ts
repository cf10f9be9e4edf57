import { nothingWritten, text, type Problems } from '../problemText.ts'

/** One that is in the roster already, as a person tells it from others. */
export type KnownOne = { readonly id: string; readonly name: string; readonly about: string }

/** Problems of units and people that are, or are not, the same. */
export const rosterProblems = {
  'roster.known': (d: { label: string; by: '名称' | '代码'; known: readonly KnownOne[] }) =>
    text(
      `已有${d.by === '代码' ? '同代码' : '同名'}的${d.label}：${d.known.map(told).join('；')}。是同一个吗？`,
      nothingWritten,
      '是同一个的，请用已有的；确实是另一个的，可以仍然新建。',
    ),
  'roster.joinedAlready': (d: { one: string; other: string }) =>
    text(`“${d.one}”和“${d.other}”已经合并，是同一个。`, nothingWritten, '不用再合并；合并错了的，请拆开。'),
  'roster.joinRefused': (d: { one: string; other: string }) =>
    text(
      `“${d.one}”和“${d.other}”不能在这里合并。`,
      nothingWritten,
      '组长只能把本组手工添加的一条，合并到总部已登记、名称或代码相同的一条；其他情况，以及总部已经定过的，请总部处理。',
    ),
  'roster.apartRefused': (d: { name: string }) =>
    text(`“${d.name}”不能在这里拆开。`, nothingWritten, '它没有与别的合并，或者合并是总部定的；总部定的请总部拆开。'),
} satisfies Problems<'roster'>

function told({ name, about }: KnownOne): string {
  return about === '' ? name : `${name}（${about}）`
}
