import type { Page } from 'playwright-core'
import { give, saved, type Stick } from '../computers.ts'

/**
 * A person before a window. The steps of the whole line are written on it once and are the same on every host: in a
 * browser a file is chosen in the page and saved by the browser, on the desktop both go through its dialogs.
 */
export type Operator = {
  readonly page: Page
  /** Presses what saves a file and takes the file. */
  readonly save: (press: () => Promise<void>) => Promise<Stick>
  /** Chooses files for the drop zone of this name. */
  readonly give: (zone: string, ...files: readonly Stick[]) => Promise<void>
}

export type Person = { readonly name: string; readonly unit: string; readonly post: string; readonly password: string }

export function browserOperator(page: Page): Operator {
  return { page, save: (press) => saved(page, press), give: (zone, ...files) => give(page, zone, ...files) }
}
