/** 200 MB of evidence: what a team brings home from a week with a camera. */
export const packageBench = {
  team: 'package-team',
  headquarters: 'package-headquarters',
  plain: 'package-plain',
  files: 50,
  fileSize: 4_000_000,
} as const
