import { describe } from 'vitest'
import { buildApplication } from './application.ts'
import { walkWholeLine } from './wholeLine.ts'

describe('the whole line on the desktop program as it is built', () => {
  walkWholeLine(buildApplication)
})
