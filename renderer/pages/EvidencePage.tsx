import { PageHead } from '../ui/PageHead.tsx'

export function EvidencePage() {
  return <PageHead title="证据" />
}
