import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of rights. */
export const permissionProblems = {
  'permission.denied': (_: None) =>
    text('您在本工作区的角色不能做这一步。', nothingWritten, '请由有相应角色的人员办理。'),
} satisfies Problems<'permission'>
