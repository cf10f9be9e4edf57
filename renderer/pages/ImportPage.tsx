import { PageHead } from '../ui/PageHead.tsx'

export function ImportPage() {
  return <PageHead title="导入" />
}
