/** The names under which the preload and the main process speak. */
export const channels = {
  connect: 'mingcha:connect',
  hold: 'mingcha:hold',
  holdBytes: 'mingcha:holdBytes',
  save: 'mingcha:save',
  showSaved: 'mingcha:showSaved',
  kept: 'mingcha:kept',
  notice: 'mingcha:notice',
} as const

/** The window's own origin. */
export const windowOrigin = 'app://app'
