import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react'

/**
 * What a person can do from where they are, in one registry: shortcuts, the palette and the list of shortcuts read it.
 *
 *   useCommands([{ id: 'finding.new', label: '新建问题', keys: 'Ctrl+N', run: startFinding }])
 *
 * A screen declares its commands while it is shown; of two with the same keys the one shown last wins. `keys` is
 * `[Ctrl+][Shift+][Alt+]Key`, where Key is a letter, a digit, a sign, F1…F12 or Esc.
 */
export type Command = {
  readonly id: string
  readonly label: string
  readonly keys?: string
  /** Under which heading the list of shortcuts shows it. */
  readonly group?: string
  /** Works while a dialog is open as well; the others wait until it is closed. */
  readonly inDialog?: boolean
  /** Leaves the key to a field that is being typed in, which has a meaning of its own for it. */
  readonly notTyping?: boolean
  readonly run: () => void
}

export function CommandsProvider({ children }: { readonly children: ReactNode }) {
  const [sets, setSets] = useState<readonly CommandSet[]>([])
  const latest = useRef(sets)
  useLayoutEffect(() => {
    latest.current = sets
  }, [sets])
  const register = useCallback((set: CommandSet) => {
    setSets((before) => [...before, set])
    return () => setSets((before) => before.filter((one) => one !== set))
  }, [])
  useEffect(() => {
    let above: Above = { dialog: false, choices: false }
    // Asked before any widget hears the key: whatever the key closes is gone when it arrives here.
    const onCapture = (): void => {
      above = whatIsAbove()
    }
    const onKeyDown = (event: KeyboardEvent): void => press(event, latest.current, above)
    window.addEventListener('keydown', onCapture, { capture: true })
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onCapture, { capture: true })
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
  const value = useMemo(() => ({ register, commands: visible(sets) }), [register, sets])
  return <CommandsContext value={value}>{children}</CommandsContext>
}

/** Declares commands for as long as the caller is shown. Labels and keys may change; `run` is always the last one given. */
export function useCommands(commands: readonly Command[]): void {
  const { register } = useRegistry()
  const latest = useRef(commands)
  useLayoutEffect(() => {
    latest.current = commands
  })
  const shape = JSON.stringify(commands.map(({ run: _, ...declared }) => declared))
  useEffect(() => {
    const declared = JSON.parse(shape) as readonly Omit<Command, 'run'>[]
    const run = (id: string): void => latest.current.find((command) => command.id === id)?.run()
    return register(declared.map((command) => ({ ...command, run: () => run(command.id) })))
  }, [register, shape])
}

/** Everything that can be done now, the screen's own commands first. */
export function useAllCommands(): readonly Command[] {
  return useRegistry().commands
}

type CommandSet = readonly Command[]
type Registry = {
  readonly register: (set: CommandSet) => () => void
  readonly commands: readonly Command[]
}

const CommandsContext = createContext<Registry | undefined>(undefined)

function useRegistry(): Registry {
  const registry = useContext(CommandsContext)
  if (registry === undefined) throw new Error('commands are declared inside CommandsProvider')
  return registry
}

function visible(sets: readonly CommandSet[]): readonly Command[] {
  const byId = new Map<string, Command>()
  for (const command of sets.toReversed().flat()) if (!byId.has(command.id)) byId.set(command.id, command)
  return [...byId.values()]
}

const processKeyCode = 229
/** A browser keeps Ctrl+N for its own window; there the same command answers to Alt+N. */
export const browserAlias = { keys: 'Ctrl+N', alias: 'Alt+N' } as const

/** What lies over the screen and keeps keys to itself. */
type Above = { readonly dialog: boolean; readonly choices: boolean }

function whatIsAbove(): Above {
  return {
    dialog: document.querySelector('[role="dialog"]') !== null,
    choices: document.activeElement?.matches('[role="combobox"][aria-expanded="true"]') === true,
  }
}

/**
 * A key that an input method is using is never a shortcut; an open dialog keeps the keys of the screen behind it away. Esc
 * goes from the top down: open choices, the dialog, the field one is in, and only then what the screen does with it.
 */
function press(event: KeyboardEvent, sets: readonly CommandSet[], above: Above): void {
  if (event.defaultPrevented || event.isComposing || event.keyCode === processKeyCode) return
  const keys = keysOf(event)
  const typing = isTypedIn(event.target)
  if (keys === 'esc' && above.choices) return
  if (keys === 'esc' && typing && !above.dialog) return leaveField(event)
  const command = sets
    .toReversed()
    .flat()
    .filter((one) => (!above.dialog || one.inDialog === true) && !(typing && one.notTyping === true))
    .find((one) => one.keys?.toLowerCase() === keys)
  if (command === undefined) return
  event.preventDefault()
  if (event.repeat) return
  command.run()
}

/** Back to the list that one came from, or to the page; what is typed stays. */
function leaveField(event: KeyboardEvent): void {
  const place = document.querySelector<HTMLElement>('main [role="grid"]') ?? document.querySelector('main')
  if (place === null) return
  event.preventDefault()
  place.focus()
}

function keysOf({ ctrlKey, metaKey, shiftKey, altKey, key }: KeyboardEvent): string {
  const name = key === 'Escape' ? 'esc' : key.toLowerCase()
  const parts = [ctrlKey || metaKey ? 'ctrl' : '', shiftKey ? 'shift' : '', altKey ? 'alt' : '', name]
  const keys = parts.filter((part) => part !== '').join('+')
  return aliases.get(keys) ?? keys
}

const aliases: ReadonlyMap<string, string> = new Map([
  [browserAlias.alias.toLowerCase(), browserAlias.keys.toLowerCase()],
  ['ctrl+shift+z', 'ctrl+y'],
])

function isTypedIn(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}
