import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the platform keeps a program's data for one user; MINGCHA_HOME moves it. */
export function stateFolder(): string {
  const { MINGCHA_HOME, LOCALAPPDATA, XDG_DATA_HOME } = process.env
  if (MINGCHA_HOME !== undefined) return MINGCHA_HOME
  if (LOCALAPPDATA !== undefined) return join(LOCALAPPDATA, 'Mingcha')
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'mingcha')
}
