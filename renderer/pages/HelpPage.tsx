import { useNavigate, useParams } from '@tanstack/react-router'
import { HelpIndex } from '../features/help/HelpIndex.tsx'
import { helpPageOf, HelpText } from '../features/help/HelpText.tsx'
import { PageHead } from '../ui/layout/PageHead.tsx'
import type { HelpPage as HelpPageName } from '../../electron/contract/desk/help.ts'
import './helpPage.css'

/** The whole help, one page at a time. */
export function HelpPage() {
  const params = useParams({ from: '/help/{-$page}' })
  const navigate = useNavigate()
  const page = helpPageOf(params.page)
  const open = (to: HelpPageName): void => void navigate({ to: '/help/{-$page}', params: { page: to } })
  return (
    <>
      <PageHead title="帮助" note="随程序附带，不联网也能看" />
      <div className="help-page">
        <HelpIndex page={page} onPage={open} />
        <HelpText page={page} onPage={open} />
      </div>
    </>
  )
}
