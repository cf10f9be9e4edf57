import { PageHead } from '../ui/PageHead.tsx'

export function VisitsPage() {
  return <PageHead title="检查" />
}
