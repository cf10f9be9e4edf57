import { browserAlias, useAllCommands, type Command } from '../../ui/Commands.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { onDesktop } from '../../api/desktop.ts'
import './shortcutList.css'

/** Ctrl+/: the keys that work now, this page's own first. */
export function ShortcutList({ onClose }: { readonly onClose: () => void }) {
  const commands = useAllCommands().filter((command) => command.keys !== undefined)
  const groups = Map.groupBy(commands, (command) => command.group ?? '本页')
  return (
    <Dialog title="快捷键一览" onClose={onClose}>
      {[...groups].map(([group, members]) => (
        <section key={group} className="shortcut-group" aria-label={group}>
          <h3>{group}</h3>
          <dl>
            {members.map((command) => (
              <div key={command.id} className="shortcut">
                <dt>{command.label}</dt>
                <dd>
                  <kbd>{keysText(command)}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}

function keysText({ keys }: Command): string {
  return keys === browserAlias.keys && !onDesktop ? browserAlias.alias : (keys ?? '')
}
