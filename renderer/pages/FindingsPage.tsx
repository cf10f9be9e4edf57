import { PageHead } from '../ui/PageHead.tsx'

export function FindingsPage() {
  return <PageHead title="问题" />
}
