import { useWatch } from 'react-hook-form'
import { FormText } from '../../ui/form/FormInputs.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { FormSelectMany } from '../../ui/form/FormSelectMany.tsx'
import { AddLink } from './AddLink.tsx'
import { usePersonOptions } from './rosterOptions.ts'
import type { VisitMethods } from './visitForm.ts'

/** Who went; two are the rule, and one alone says why (47号 第九条). */
export function InspectorFields({ methods, onAdd }: { readonly methods: VisitMethods; readonly onAdd: () => void }) {
  const { control } = methods
  const people = usePersonOptions()
  const chosen = useWatch({ control, name: 'inspectors' })
  const reason = useWatch({ control, name: 'singleInspectorReason' })
  return (
    <>
      <div className="form-wide">
        <FormSelectMany
          control={control}
          name="inspectors"
          label="检查人员"
          placeholder="不少于两人；输入姓名或者拼音首字母"
          options={people}
          hint={<AddLink text="名单里没有？新增人员" onClick={onAdd} />}
        />
        <FormSelect
          control={control}
          name="leader"
          label="其中组长"
          optional
          options={people.filter(({ value, also = [] }) => chosen.some((one) => one === value || also.includes(one)))}
        />
      </div>
      {(chosen.length < 2 || reason !== '') && (
        <FormText
          control={control}
          name="singleInspectorReason"
          label="一人检查的原因"
          optional={chosen.length >= 2}
          hint={chosen.length < 2 ? '检查人员应不少于两人；只有一人的，在这里写明原因。' : undefined}
          maxLength={200}
        />
      )}
    </>
  )
}
