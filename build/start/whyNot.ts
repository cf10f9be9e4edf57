/** Why `npm start` opens no desktop window. */
export type WhyNot =
  /** The download was refused or broke off. */
  | 'refused'
  /** It took longer than the limit. */
  | 'slow'
  /** An earlier start has tried in vain. */
  | 'remembered'
  /** The runtime is there and did not run: no display, a missing library, another architecture. */
  | 'ended'

/** One Chinese and one English sentence, and an empty line before what follows. */
export function sentences(whyNot: WhyNot): string {
  const [chinese, english] = reasons[whyNot]
  return [
    `${chinese}，所以在浏览器里打开同一个窗口；要再试一次，请运行 npm start -- --retry。`,
    `${english}, so the same window is served to a browser; to try again, run npm start -- --retry.`,
    '',
    '',
  ].join('\n')
}

const reasons: Readonly<Record<WhyNot, readonly [string, string]>> = {
  refused: [
    '桌面窗口要用的 Electron 没有下载成功',
    "Electron's runtime for the desktop window could not be downloaded",
  ],
  slow: [
    '桌面窗口要用的 Electron 在 10 秒之内没有下载完',
    "Electron's runtime for the desktop window did not arrive within 10 seconds",
  ],
  remembered: [
    '桌面窗口要用的 Electron 上次没有下载成功，这次没有再试',
    "Electron's runtime for the desktop window could not be downloaded last time and was not asked for again",
  ],
  ended: ['Electron 在这台电脑上没有正常运行', "Electron's runtime did not run properly on this machine"],
}
