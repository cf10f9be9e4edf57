import { isProblem } from '../../electron/contract/problem/problem.ts'

/** The fault of the Problem 'docx.unreadable' that a promise ends in; 'read' if it ends well. Anything else is thrown on. */
export async function faultOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading
  } catch (error) {
    if (isProblem(error) && 'fault' in error.details) return String(error.details.fault)
    throw error
  }
  return 'read'
}
