import { CommanderError } from 'commander'
import { isProblem, Problem, problemText } from '../contract/problem/problem.ts'

/** Says on standard error, in Chinese, why a command did not end well, and gives the exit code: 1, or 64 for its form. */
export function tellFailure(error: unknown, tell: (text: string) => void): number {
  if (error instanceof CommanderError) return tellUsage(error, tell)
  const problem = isProblem(error) ? error : fileProblem(error)
  const { happened, kept, todo } = problemText(problem.kind, problem.details)
  tell(`${happened}\n${kept}\n${todo}\n`)
  return 1
}

/** BSD sysexits EX_USAGE: apart from what `verify` says of a file. */
const usageExitCode = 64

function tellUsage({ code, exitCode, message }: CommanderError, tell: (text: string) => void): number {
  // Help and version are no failures.
  if (exitCode === 0) return 0
  const named = /'([^']*)'/.exec(message)?.[1] ?? ''
  tell(`${usageTexts[code] ?? '命令写得不对'}${named === '' ? '' : `：${named}`}。\n请用 npx mingcha help 查看用法。\n`)
  return usageExitCode
}

const usageTexts: Readonly<Record<string, string>> = {
  'commander.missingArgument': '缺少参数',
  'commander.missingMandatoryOptionValue': '缺少必要的选项',
  'commander.optionMissingArgument': '选项后面缺少内容',
  'commander.unknownOption': '没有这个选项',
  'commander.unknownCommand': '没有这个命令',
  'commander.excessArguments': '参数太多',
  'commander.invalidArgument': '选项的内容不对',
  'commander.help': '请写明要用的命令',
}

/** What the file system refuses; anything else is a defect and keeps its stack. */
function fileProblem(error: unknown): Problem {
  const code = errorCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Problem('disk.full', {})
  if (unwritable.has(code)) return new Problem('package.cannotWrite', {})
  throw error
}

const unwritable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG'])

/** The system's name for what went wrong; empty where the error is none of the system's. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
