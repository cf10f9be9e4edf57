import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import type { HelpPage } from '../../electron/contract/desk/help.ts'
import { MessagePage } from '../pages/MessagePage.tsx'
import { settingsSectionOf, type SettingsSection } from '../pages/settingsSections.ts'
import { PageFault, PageNotFound } from './shell/PageFault.tsx'
import { Shell } from './shell/Shell.tsx'
import { ToWork } from './shell/ToWork.tsx'

/**
 * Every screen has an address, and every screen is loaded when it is first shown. A page reads its own part of it:
 *
 *   const { id } = useParams({ from: '/visits/{-$id}' })         `new` means: one that does not exist yet
 *   const { visit } = useSearch({ from: '/findings/{-$id}' })
 *   <Link to="/findings/{-$id}" params={{ id: 'new' }} search={{ visit }}>
 *
 * `staticData.help` names the page of resources/help that F1 shows.
 */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([index, work, visits, findings, evidence, documents, sync, importing, settings, help]),
    history: createHashHistory(),
    defaultPendingComponent: MessagePage,
    defaultErrorComponent: PageFault,
    defaultNotFoundComponent: PageNotFound,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
  interface StaticDataRouteOption {
    readonly help?: HelpPage
  }
}

const root = createRootRoute({ component: Shell })
const getParentRoute = () => root

const index = createRoute({
  getParentRoute,
  path: '/',
  component: ToWork,
})

const work = createRoute({
  getParentRoute,
  path: '/work',
  component: lazyRouteComponent(() => import('../pages/WorkPage.tsx'), 'WorkPage'),
  staticData: { help: 'start' },
})

const visits = createRoute({
  getParentRoute,
  path: '/visits/{-$id}',
  component: lazyRouteComponent(() => import('../pages/VisitsPage.tsx'), 'VisitsPage'),
  staticData: { help: 'findings' },
})

type FindingsSearch = {
  readonly visit?: string
  readonly unit?: string
  readonly text?: string
  /** 缺项 or 冲突: only those. */
  readonly state?: '缺项' | '冲突'
  /** The field to begin at: the first that is missing. */
  readonly field?: string
}

const findings = createRoute({
  getParentRoute,
  path: '/findings/{-$id}',
  validateSearch: (search): FindingsSearch => ({
    ...word('visit', search),
    ...word('unit', search),
    ...word('text', search),
    ...(search['state'] === '缺项' || search['state'] === '冲突' ? { state: search['state'] } : {}),
    ...word('field', search),
  }),
  component: lazyRouteComponent(() => import('../pages/FindingsPage.tsx'), 'FindingsPage'),
  staticData: { help: 'findings' },
})

const evidence = createRoute({
  getParentRoute,
  path: '/evidence',
  component: lazyRouteComponent(() => import('../pages/EvidencePage.tsx'), 'EvidencePage'),
  staticData: { help: 'findings' },
})

const documents = createRoute({
  getParentRoute,
  path: '/documents/{-$id}',
  /** The visit to begin a memo for. */
  validateSearch: (search): { readonly compile?: string } => word('compile', search),
  component: lazyRouteComponent(() => import('../pages/DocumentsPage.tsx'), 'DocumentsPage'),
  staticData: { help: 'documents' },
})

const sync = createRoute({
  getParentRoute,
  path: '/sync',
  component: lazyRouteComponent(() => import('../pages/SyncPage.tsx'), 'SyncPage'),
  staticData: { help: 'sync' },
})

const importing = createRoute({
  getParentRoute,
  path: '/import',
  component: lazyRouteComponent(() => import('../pages/ImportPage.tsx'), 'ImportPage'),
  staticData: { help: 'headquarters' },
})

const settings = createRoute({
  getParentRoute,
  path: '/settings',
  validateSearch: ({ section }): { readonly section?: SettingsSection } => {
    const known = settingsSectionOf(section)
    return known === undefined ? {} : { section: known }
  },
  component: lazyRouteComponent(() => import('../pages/SettingsPage.tsx'), 'SettingsPage'),
  staticData: { help: 'settings' },
})

const help = createRoute({
  getParentRoute,
  path: '/help/{-$page}',
  component: lazyRouteComponent(() => import('../pages/HelpPage.tsx'), 'HelpPage'),
})

/** A word of the address; anything else that stands there is passed over. */
function word<K extends string>(name: K, search: Readonly<Record<string, unknown>>): { readonly [P in K]?: string } {
  const value = search[name]
  // One key, the one that was asked for.
  return (typeof value === 'string' && value !== '' ? { [name]: value } : {}) as { readonly [P in K]?: string }
}
