import { RefusedList } from './RefusedList.tsx'
import type { ImportPreview } from './syncView.ts'

const words = [
  ['added', '新增'],
  ['updated', '更新'],
  ['conflicts', '冲突'],
  ['unchanged', '未变'],
] as const

/** What importing would do, in five numbers, and each refusal with its reason. */
export function ImportCounts({ preview }: { readonly preview: ImportPreview }) {
  const { conflicts, refused, displaced, future, invalid } = preview
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
      {future > 0 && (
        <p className="sync-note">
          有 {future} 条由新版本的明察写出，本机的版本还读不懂。导入后原样留存、照常转报，程序升级后自动显示。
        </p>
      )}
      {invalid > 0 && (
        <p className="sync-note">
          有 {invalid} 条写法与它标明的格式版本不符，不予采用，原样留存备查。请向发送方核实它用的是不是正式的程序。
        </p>
      )}
      {displaced.length > 0 && (
        <details className="refused">
          <summary>看别人的记录中会被动到的 {displaced.length} 条</summary>
          <RefusedList refused={displaced} />
        </details>
      )}
      {refused.length > 0 && (
        <details className="refused">
          <summary>看被拒绝的 {refused.length} 条和原因</summary>
          <RefusedList refused={refused} />
        </details>
      )}
    </>
  )
}
