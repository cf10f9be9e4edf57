import type { ImportPreview } from './syncView.ts'

/** What importing would do, in numbers; what may be looked at row by row is behind 逐条看. */
export function ImportCounts({ preview }: { readonly preview: ImportPreview }) {
  const { added, updated, unchanged, kinds, records, open, declined, future, invalid } = preview
  const numbers = [
    ['新增', added],
    ['更新', updated],
    ['平行修改', kinds.parallel],
    ['真冲突', kinds.conflict],
    ['拒绝', kinds.refused],
    ['未变', unchanged],
  ] as const
  return (
    <>
      {records !== '' && <p>内容：{records}。</p>}
      <dl className="import-counts" aria-label="导入后的变化">
        {numbers.map(([word, count]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{count ?? 0}</dd>
          </div>
        ))}
      </dl>
      {open > 0 && (
        <p className="sync-note">
          有 {open} 条是两边都动过的，还没有看。平行修改会自动合并；真冲突两个值都保留，导入后在记录里选定一个。
        </p>
      )}
      {declined > 0 && <p className="sync-note">已选定 {declined} 条不采用，导入时一并写入，原因随之留存。</p>}
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
    </>
  )
}
