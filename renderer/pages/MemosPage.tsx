import { PageHead } from '../ui/PageHead.tsx'

export function MemosPage() {
  return <PageHead title="备忘录" />
}
