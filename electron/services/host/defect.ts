/**
 * Where a defect happened, for the log: the class of the error and the places in the code, innermost cause first. Never
 * its message: those of libraries quote what a person wrote (V8's JSON errors do).
 */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const own = [error.name, ...frames.slice(0, 12)].join('\n')
  return error.cause instanceof Error ? `${traceOf(error.cause)}\nwhile\n${own}` : own
}
