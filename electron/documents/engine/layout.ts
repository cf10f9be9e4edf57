/**
 * GB/T 9704-2012 in Word's units: twips (dxa, 1/20 pt) and half-points (sz). Where the standard leaves room, the figure was
 * measured: 579 twips exact gives 22 lines and −5 twips of tracking gives 28 characters in the 156 × 225 mm 版心 (§5.2).
 */
export const page = {
  width: 11906,
  height: 16838,
  top: 2098,
  left: 1588,
  right: 1474,
  bottom: 1984,
  /** 7 mm from the lower edge of the 版心 to the dash of the page number (§7.5). */
  footer: 1440,
  header: 1134,
  textWidth: 8844,
  textHeight: 12756,
} as const

export const grid = { line: 579, tracking: -5, lines: 22, characters: 28 } as const

/** 字号 in half-points. */
export const size = {
  二号: 44,
  三号: 32,
  四号: 28,
  小四: 24,
  五号: 21,
  小五: 18,
} as const

/** One character of 三号 with its tracking, one of 四号. */
export const character = { 三号: 315, 四号: 280 } as const

/** The line that parts a table from what stands beside it. */
export const spacerLine = 200
