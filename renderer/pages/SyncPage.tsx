import { PageHead } from '../ui/PageHead.tsx'

export function SyncPage() {
  return <PageHead title="同步" />
}
