/**
 * Visible numbers (decisions.md 16). A log counts each noun from 1; the letter that headquarters gave the log makes the
 * number unique. Before enrolment there is no letter, and four characters of the log's id stand in: 临xxxx.
 */

/** `B-012`; before enrolment `临3f9c-012`. */
export function findingNumber(letter: string | null, log: string, ordinal: number): string {
  return `${mark(letter, log)}-${padded(ordinal, 3)}`
}

/** `B-J03`, J for 检查. */
export function visitNumber(letter: string | null, log: string, ordinal: number): string {
  return `${mark(letter, log)}-J${padded(ordinal, 2)}`
}

/**
 * `137-‹单位代码›-B012-03`, from the finding's number and the evidence's ordinal inside the finding. What is not known has no
 * part in it, nor in the memo's: a number is printed on signed papers, and a placeholder would pass for a part of it.
 */
export function evidenceNumber(evidence: {
  readonly campaign: string | null
  readonly unitCode: string | null
  readonly finding: string
  readonly ordinal: number
}): string {
  const { campaign, unitCode, finding, ordinal } = evidence
  return joined([campaign, unitCode, compact(finding), padded(ordinal, 2)])
}

/** `137-‹单位代码›-BJ03`: a memo is one visit, so it takes the visit's number; its version is the code in the footer. */
export function memoNumber(memo: {
  readonly campaign: string | null
  readonly unitCode: string | null
  readonly visit: string
}): string {
  return joined([memo.campaign, memo.unitCode, compact(memo.visit)])
}

/** The campaign's part of numbers: the preset's id, or the number of its document (税总发〔2014〕137号 → 137); null where it has neither. */
export function campaignCode(campaign: {
  readonly preset: string | null
  readonly documentNumber: string | null
}): string | null {
  return campaign.preset ?? /(\d+)号/.exec(campaign.documentNumber ?? '')?.[1] ?? null
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('-')
}

/** The end of a log's id: the beginning of a UUIDv7 is the time and equal for logs of one day. */
function mark(letter: string | null, log: string): string {
  return letter ?? `临${log.slice(-4)}`
}

/** `B-012` → `B012`; the dash stays behind a digit, or B2-012 and B-2012 would become one number. */
function compact(number: string): string {
  return number.replace(/^([A-Z]+)-/, '$1')
}

function padded(ordinal: number, width: number): string {
  return String(ordinal).padStart(width, '0')
}
