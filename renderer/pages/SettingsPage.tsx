import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCan, useWorkspace, type CurrentWorkspace } from '../api/workspace.ts'
import { HeadquartersEnrolment } from '../features/enrolment/HeadquartersEnrolment.tsx'
import { TeamEnrolment } from '../features/enrolment/TeamEnrolment.tsx'
import { Campaigns } from '../features/roster/Campaigns.tsx'
import { People } from '../features/roster/People.tsx'
import { Units } from '../features/roster/Units.tsx'
import { Trash } from '../features/trash/Trash.tsx'
import { PageHead } from '../ui/layout/PageHead.tsx'
import { settingsSections, type SettingsSection } from './settingsSections.ts'
import './settingsPage.css'

/** 设置: enrolment, and the small roster that a team works with. */
export function SettingsPage() {
  const current = useWorkspace()
  const { section = '登记' } = useSearch({ from: '/settings' })
  const navigate = useNavigate()
  const open = (one: SettingsSection): void => void navigate({ to: '/settings', search: { section: one } })
  return (
    <>
      <PageHead title="设置" note={`${current.name} · ${current.person.name}`} />
      <div className="settings">
        <nav className="settings-nav" aria-label="设置">
          {settingsSections.map((one) => (
            <button key={one} type="button" aria-current={one === section} onClick={() => open(one)}>
              {one}
            </button>
          ))}
        </nav>
        <div className="settings-body">
          <h2 className="settings-title">{section}</h2>
          <SectionBody section={section} current={current} />
        </div>
      </div>
    </>
  )
}

function SectionBody({ section, current }: { readonly section: SettingsSection; readonly current: CurrentWorkspace }) {
  const { kind, name, registered, letter } = current
  const mayEnrol = useCan('administerTrust')
  const mayRestore = useCan('recordInspection', 'compileDocument', 'listLocally', 'manageRoster')
  const mayLoad = useCan('manageRoster', 'loadCampaign')
  switch (section) {
    case '登记':
      return kind === 'team' ? (
        <TeamEnrolment registered={registered} letter={letter} />
      ) : (
        <HeadquartersEnrolment name={name} mayEnrol={mayEnrol} />
      )
    case '单位':
      return <Units />
    case '人员':
      return <People />
    case '活动':
      return <Campaigns mayLoad={mayLoad} />
    case '回收站':
      return <Trash mayRestore={mayRestore} />
  }
}
