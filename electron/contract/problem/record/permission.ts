import { nothingWritten, text, type Problems } from '../problemText.ts'

/** Problems of rights. */
export const permissionProblems = {
  /** `because`: a sentence, where it is not the person's role that is missing. */
  'permission.denied': ({ because }: { because?: string }) =>
    because === undefined
      ? text('您在本工作区的角色不能做这一步。', nothingWritten, '请由有相应角色的人员办理。')
      : text(because, nothingWritten, '确实需要办理的，请与总部联系。'),
} satisfies Problems<'permission'>
