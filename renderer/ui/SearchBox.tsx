import { Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useCommands } from './Commands.tsx'
import { CrossIcon } from './Icons.tsx'

/**
 * The search field over a list: Ctrl+F comes here, Esc empties it, and what an input method is still composing is not searched.
 *
 *   <SearchBox label="查找问题" value={text} onSearch={setText} />
 */
export type SearchBoxProps = {
  readonly label: string
  readonly value: string
  readonly onSearch: (text: string) => void
}

const settleMilliseconds = 250

export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const field = useRef<InputRef>(null)
  const composing = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [typed, setTyped] = useState(value)
  useCommands([
    { id: 'list.search', label, keys: 'Ctrl+F', run: () => field.current?.focus({ cursor: 'all' }) },
    ...(typed === '' ? [] : [{ id: 'list.unsearch', label: '清空查找', keys: 'Esc', run: () => search('') }]),
  ])
  useEffect(() => () => clearTimeout(timer.current), [])
  const search = (text: string): void => {
    setTyped(text)
    clearTimeout(timer.current)
    if (!composing.current) timer.current = setTimeout(() => onSearch(text.trim()), settleMilliseconds)
  }
  return (
    <Input
      ref={field}
      type="search"
      className="search-box"
      aria-label={label}
      placeholder="查找（Ctrl+F）"
      allowClear={{ clearIcon: <Clear /> }}
      maxLength={100}
      value={typed}
      onChange={(event) => search(event.target.value)}
      onCompositionStart={() => {
        composing.current = true
      }}
      onCompositionEnd={(event) => {
        composing.current = false
        search(event.currentTarget.value)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing || typed === '') return
        event.preventDefault()
        search('')
      }}
    />
  )
}

function Clear() {
  return (
    <>
      <CrossIcon />
      <span className="visually-hidden">清空</span>
    </>
  )
}
