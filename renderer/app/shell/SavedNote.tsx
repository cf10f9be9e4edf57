import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { bridge } from '../../api/desktop.ts'
import { sentProblem } from '../../api/problem.ts'
import { savings, type Saving } from '../../api/saving.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import './savedNote.css'

/** On the desktop: what became of the last file that was to be saved, until it is closed. */
export function SavedNote() {
  const [saving, setSaving] = useState<Saving>()
  useEffect(() => savings.hear(setSaving), [])
  if (saving === undefined) return null
  return (
    <div className="saved-note" role="status" aria-label="保存文件">
      <SavedWords saving={saving} />
      <div className="saved-note-actions">
        {isSaved(saving) ? (
          <Button size="small" onClick={() => void bridge?.showSaved()}>
            打开所在文件夹
          </Button>
        ) : (
          <Button size="small" onClick={() => void saving.again()}>
            再选一次保存位置
          </Button>
        )}
        <Button size="small" type="text" onClick={() => setSaving(undefined)}>
          知道了
        </Button>
      </div>
    </div>
  )
}

function SavedWords({ saving }: { readonly saving: Saving }) {
  const { outcome, fileName } = saving
  if ('problem' in outcome) return <ProblemNotice problem={sentProblem(outcome.problem)} />
  const name = fileName === '' ? '文件' : `“${fileName}”`
  return <p>{outcome.saved ? `${name}已保存。` : `${name}还没有保存。`}</p>
}

function isSaved({ outcome }: Saving): boolean {
  return 'saved' in outcome && outcome.saved
}
