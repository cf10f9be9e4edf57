import { text, type Problems } from '../problemText.ts'

/** Problems of what was typed. */
export const inputProblems = {
  'input.invalid': (d: { fields: readonly { readonly path: string; readonly message: string }[] }) =>
    text(
      `填写的内容有 ${d.fields.length} 处不符合要求：${d.fields.map((field) => field.message).join('；')}。`,
      '已填内容都保留着，没有写入。',
      '请按提示修改后再保存。',
    ),
} satisfies Problems<'input'>
