/** One line of the 问题清单; texts as shown on the screen, dates `YYYY-MM-DD`, `receivedAt` ISO 8601 UTC. */
export type FindingTableRow = {
  readonly number: string
  readonly unit: string
  readonly visitedOn: string
  readonly mode: string
  readonly branch: string
  readonly riskPoint: string
  readonly fact: string
  readonly rule: string
  readonly opinion: string
  readonly severity: string
  readonly rectificationType: string
  readonly rectifyBy: string | undefined
  readonly evidenceCount: number
  readonly memo: string | undefined
  readonly signatures: string
  readonly receivedAt: string | undefined
}
