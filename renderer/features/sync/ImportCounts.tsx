import { RefusedList } from './RefusedList.tsx'
import type { ImportPreview } from './syncView.ts'

const words = [
  ['added', '新增'],
  ['updated', '更新'],
  ['conflicts', '冲突'],
  ['unchanged', '未变'],
] as const

/** What importing would do, in five numbers, and each refusal with its reason (F6). */
export function ImportCounts({ preview }: { readonly preview: ImportPreview }) {
  const { conflicts, refused } = preview
  return (
    <>
      <dl className="import-counts" aria-label="导入后的变化">
        {words.map(([key, word]) => (
          <div key={key}>
            <dt>{word}</dt>
            <dd>{preview[key]}</dd>
          </div>
        ))}
        <div>
          <dt>拒绝</dt>
          <dd>{refused.length}</dd>
        </div>
      </dl>
      {conflicts > 0 && <p className="sync-note">冲突：两边改了同一项。导入后两个值都保留，请在记录里选定一个。</p>}
      {refused.length > 0 && (
        <details className="refused">
          <summary>看被拒绝的 {refused.length} 条和原因</summary>
          <RefusedList refused={refused} />
        </details>
      )}
    </>
  )
}
