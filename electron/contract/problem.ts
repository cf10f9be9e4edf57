/**
 * Problems: failures a person can meet. Each kind has a stable name, typed details and a Chinese text in three parts:
 * what happened, what was kept, what to do. Anything that is not a Problem is a defect and is logged with an incident
 * number only. `message` is the kind alone, so that a log never holds what a person wrote.
 */
export class Problem<K extends ProblemKind = ProblemKind> extends Error {
  override readonly name = 'Problem'
  readonly kind: K
  readonly details: ProblemDetails<K>

  constructor(kind: K, details: ProblemDetails<K>) {
    super(kind)
    this.kind = kind
    this.details = details
  }
}

export type ProblemText = { readonly happened: string; readonly kept: string; readonly todo: string }
export type ProblemKind = keyof typeof catalogue
export type ProblemDetails<K extends ProblemKind> = Parameters<(typeof catalogue)[K]>[0]

/** The three Chinese sentences of a Problem, in the order a person needs them. */
export function problemText<K extends ProblemKind>(kind: K, details: ProblemDetails<K>): ProblemText {
  const write = catalogue[kind] as (details: ProblemDetails<K>) => ProblemText
  return write(details)
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem
}

export function isProblemKind(value: unknown): value is ProblemKind {
  return typeof value === 'string' && Object.hasOwn(catalogue, value)
}

type None = Record<string, never>

function text(happened: string, kept: string, todo: string): ProblemText {
  return { happened, kept, todo }
}

const nothingWritten = '没有写入任何内容，原有数据未动。'

const catalogue = {
  // workspace
  'workspace.notFound': (_: None) =>
    text('这个文件夹里没有工作区。', nothingWritten, '请核对文件夹，或者新建一个工作区。'),
  'workspace.exists': (_: None) => text('这个文件夹里已经有工作区。', '原有工作区未动。', '请换一个空文件夹。'),
  'workspace.inUse': (_: None) =>
    text('这个工作区正被另一个程序打开。', '数据未动。', '请先关闭另一个窗口，再打开。'),
  'workspace.fromFuture': (d: { found: number; supported: number }) =>
    text(
      `这个工作区由更新版本的程序写成（数据版本 ${d.found}，本程序支持到 ${d.supported}）。`,
      '数据未动，也没有改写。',
      '请安装新版本后再打开。',
    ),
  'workspace.damaged': (_: None) =>
    text('工作区的数据库已损坏，有页面无法通过校验。', '没有继续写入，以免扩大损失。', '请用最近的备份恢复，或联系总部协助。'),
  'workspace.locked': (_: None) => text('工作区已锁定。', '数据都在，未保存的修改已留作草稿。', '请输入密码解锁。'),
  'password.wrong': (_: None) => text('密码不正确。', '数据未动。', '请核对大小写和输入法后重试。'),
  'password.weak': (d: { minimum: number }) =>
    text(`密码太弱：至少 ${d.minimum} 个字符，并且不能是常见密码。`, nothingWritten, '请换一个较长的密码，例如几个互不相干的词。'),
  'permission.denied': (_: None) => text('您在本工作区的角色不能做这一步。', nothingWritten, '请由有相应角色的人员办理。'),
  // input
  'input.invalid': (d: { fields: readonly { readonly path: string; readonly message: string }[] }) =>
    text(
      `填写的内容有 ${d.fields.length} 处不符合要求：${d.fields.map((field) => field.message).join('；')}。`,
      '已填内容都保留着，没有写入。',
      '请按提示修改后再保存。',
    ),
  'record.notFound': (_: None) => text('找不到这条记录。', '数据未动。', '它可能还没有到达本机，请刷新或等待下一个数据包。'),
  'job.cancelled': (_: None) => text('操作已取消。', '取消前未完成的部分没有写入。', '需要时可以重新开始。'),
  'disk.full': (_: None) => text('磁盘空间不足，写不下去了。', '写了一半的内容已撤回。', '请腾出空间后重试。'),
  // crypto

  // picture

  // opc and signature

  // documents

  // package

  // store and change log

  // visit, finding, evidence, memo

  // enrolment and trust
} satisfies Record<string, (details: never) => ProblemText>
