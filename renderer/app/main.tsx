import '@fontsource-variable/noto-sans-sc/index.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueries } from '../api/queries.ts'
import { startSession } from '../api/session.ts'
import { pasteOnOneLine } from '../ui/pasteOnOneLine.ts'
import { App } from './App.tsx'

// Before any field hears of it.
document.addEventListener('paste', pasteOnOneLine, { capture: true })

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')

// Once, before anything is drawn: the code of the address is spent by the first attempt.
const session = startSession()
createRoot(root).render(
  <StrictMode>
    <App session={session} queries={createQueries()} />
  </StrictMode>,
)
