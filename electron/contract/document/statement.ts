/** Whether the words of the inspected unit belong to what is said of its opinion: 有意见 and 拒绝签署 ask for them. */
export function isStatementNeeded(kind: string | null): boolean {
  return kind === '有意见' || kind === '拒绝签署'
}
