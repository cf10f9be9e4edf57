import { useQuery } from '@tanstack/react-query'
import { TreeSelect } from 'antd'
import { useMemo, useState } from 'react'
import { Controller, type Control } from 'react-hook-form'
import type { RiskPointView } from '../../../electron/contract/riskPoint.ts'
import { api } from '../../api/client.ts'
import { FormField } from '../../ui/form/FormField.tsx'
import { BranchIcon, clearing, DownIcon } from '../../ui/Icons.tsx'
import { useFocusable } from '../../ui/table/useFocusable.ts'
import type { FindingInput, FindingOutput } from './findingForm.ts'
import { foundRiskPoints, riskPointTree, type RiskPointNode } from './riskPoints.ts'

type RiskPointPickerProps = {
  readonly control: Control<FindingInput, unknown, FindingOutput>
  readonly onPicked: (point: RiskPointView | undefined) => void
}

/** Found by two characters, by pinyin initials or by code, or walked to in the tree. */
export function RiskPointPicker({ control, onPicked }: RiskPointPickerProps) {
  const { data: points } = useRiskPoints()
  const [typed, setTyped] = useState('')
  const focusable = useFocusable()
  const tree = useMemo(() => riskPointTree(points ?? []), [points])
  // While searching the points stand alone: the widget's keyboard passes over what lies under a branch.
  const nodes = typed.trim() === '' ? tree : foundRiskPoints(tree, typed)
  return (
    <Controller
      control={control}
      name="riskPoint"
      render={({ field, fieldState: { error } }) => (
        <FormField
          label="风险点"
          error={error?.message}
          hint="输入名称中的两个字、拼音首字母（首问责任不落实：swzr）或者代码；也可以在目录里逐级选。"
        >
          {(aria) => (
            <TreeSelect<string | null, RiskPointNode>
              {...aria}
              ref={focusable(field.ref)}
              className="form-select"
              value={field.value === '' ? null : field.value}
              treeData={nodes}
              treeExpandAction="click"
              placeholder="请选择风险点"
              loading={points === undefined}
              allowClear={clearing}
              suffixIcon={<DownIcon />}
              switcherIcon={({ expanded = false }: { readonly expanded?: boolean }) => <BranchIcon open={expanded} />}
              // The widget names this list to a screen reader, but the tree inside carries another id.
              popupRender={(tree) => (
                <section id={`${aria.id}_list`} aria-label="风险点目录">
                  {tree}
                </section>
              )}
              listHeight={320}
              showSearch={{
                searchValue: typed,
                onSearch: setTyped,
                filterTreeNode: false,
                treeNodeFilterProp: 'search',
              }}
              onOpenChange={(open) => {
                if (!open) setTyped('')
              }}
              notFoundContent="没有符合的风险点，请换两个字试试"
              onBlur={field.onBlur}
              onChange={(value) => {
                setTyped('')
                field.onChange(value ?? '')
                onPicked(points?.find(({ code }) => code === value))
              }}
            />
          )}
        </FormField>
      )}
    />
  )
}

export function useRiskPoints() {
  return useQuery(api.riskPoint.list.queryOptions())
}
