import { useQuery } from '@tanstack/react-query'
import { useNavigate, type NavigateOptions } from '@tanstack/react-router'
import { Button } from 'antd'
import type { NextPlace } from '../../../electron/contract/desk/nextStep.ts'
import { api } from '../../api/client.ts'
import './nextLine.css'

/** On every page, the one thing that comes next: after each act it says what now, and leads there. */
export function NextLine() {
  const { data: step } = useQuery(api.home.next.queryOptions())
  const navigate = useNavigate()
  if (step === undefined) return null
  const { words, action, mine } = step
  return (
    <section className="next-line" aria-label="接下来要办的事" data-mine={mine}>
      <b className="next-line-label">下一步</b>
      <span className="next-line-words" role="status" title={words}>
        {words}
      </span>
      <Button
        size="small"
        type={mine ? 'primary' : 'default'}
        ghost={mine}
        onClick={() => void navigate(addressOf(step.place))}
      >
        {action}
      </Button>
    </section>
  )
}

function addressOf({ page, id, visit, field, state, section }: NextPlace): NavigateOptions {
  switch (page) {
    case 'visits':
      return { to: '/visits/{-$id}', params: { id } }
    case 'findings':
      return {
        to: '/findings/{-$id}',
        params: { id },
        search: { ...(visit && { visit }), ...(field && { field }), ...(state && { state }) },
      }
    case 'documents':
      return { to: '/documents/{-$id}', params: { id }, search: visit === undefined ? {} : { compile: visit } }
    case 'settings':
      return { to: '/settings', search: section === undefined ? {} : { section } }
    case 'sync':
      return { to: '/sync' }
    case 'import':
      return { to: '/import' }
  }
}
