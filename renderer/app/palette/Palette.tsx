import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { api } from '../../api/client.ts'
import { useAllCommands } from '../../ui/Commands.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useCompositionGuard } from '../../ui/form/useCompositionGuard.ts'
import { matching, useRecent, type Choice } from './paletteChoices.ts'
import { useWorkspace } from '../../api/workspace.ts'
import { placeOf } from '../places.ts'
import './palette.css'

/** Ctrl+K: commands by words or pinyin initials (xjjc → 新建检查), and visits, findings and documents to jump to. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const { choices, run } = useChoices(text.trim(), onClose)
  const [marked, setMarked] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const at = Math.min(marked, choices.length - 1)
  const guard = useCompositionGuard()
  useEffect(() => {
    // Not an arrow's value: newer browsers answer with a promise, and React takes it for a clean-up.
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    guard.onKeyDown(event)
    if (event.nativeEvent.isComposing || event.defaultPrevented) return
    const chosen = choices[at]
    if (event.key === 'ArrowDown') setMarked(Math.min(at + 1, choices.length - 1))
    else if (event.key === 'ArrowUp') setMarked(Math.max(at - 1, 0))
    else if (event.key === 'Enter' && chosen !== undefined) run(chosen)
    else return
    event.preventDefault()
  }
  return (
    <Dialog title="查找命令和记录" onClose={onClose}>
      <Input
        role="combobox"
        aria-label="查找命令和记录"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={choices.length === 0 ? undefined : `${id}-${at}`}
        placeholder="两个字、编号或拼音首字母，例如 xjjc"
        maxLength={100}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setMarked(0)
        }}
        {...guard}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={id} className="palette-list" role="listbox" aria-label="找到的命令和记录">
        {choices.map((choice, index) => (
          // The field above holds the keyboard and keeps the focus; a line answers to the mouse.
          <div
            key={choice.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="palette-choice"
            onMouseDown={(event) => {
              event.preventDefault()
              run(choice)
            }}
            onMouseMove={() => setMarked(index)}
          >
            <span className="palette-label">{choice.label}</span>
            <span className="palette-note">{choice.note}</span>
          </div>
        ))}
      </div>
      {choices.length === 0 && <p className="palette-none">没有找到。换两个字试试，或者输入完整编号。</p>}
    </Dialog>
  )
}

function useChoices(text: string, onClose: () => void) {
  const commands = useAllCommands().filter(({ id }) => id !== 'shell.palette')
  const texts = commands.map(({ label }) => label)
  const initials = useQuery(api.palette.initials.queryOptions({ input: { texts } }))
  const records = useQuery(api.palette.find.queryOptions({ input: { text }, enabled: text !== '' }))
  const navigate = useNavigate()
  const recent = useRecent()
  const { kind } = useWorkspace()
  const named = commands.map(({ id, label, keys, run }, index) => ({
    id,
    label,
    note: keys ?? '',
    initials: initials.data?.[index] ?? '',
    run,
  }))
  const jumps = (records.data ?? []).map(({ noun, id, label, note }) => ({
    id: `${noun}.${id}`,
    label,
    note,
    run: () => void navigate(placeOf(noun, id, kind)),
  }))
  const choices: readonly Choice[] = [...matching(named, text, recent.ids), ...(text === '' ? [] : jumps)]
  function run(choice: Choice): void {
    recent.add(choice.id)
    onClose()
    choice.run()
  }
  return { choices, run }
}
