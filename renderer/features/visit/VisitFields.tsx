import { useWatch } from 'react-hook-form'
import { FormChoice } from '../../ui/form/FormInputs.tsx'
import { FormLines } from '../../ui/form/FormLines.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { AddLink } from './AddLink.tsx'
import { CampaignField } from './CampaignField.tsx'
import { InspectorFields } from './InspectorFields.tsx'
import { ModeFields } from './ModeFields.tsx'
import { useUnitOptions } from './rosterOptions.ts'
import type { VisitMethods } from './visitForm.ts'
import { lastLines, timeAndPlaceLines } from './visitLines.ts'
import './visit.css'

/** What is not in the roster is added in a dialog, which stands outside this form. */
export type Adding = 'unit' | 'person'

const modes = [
  { value: '明察', label: '明察', note: '事先通知，公开进行；要有通知书号和陪同人员' },
  { value: '暗访', label: '暗访', note: '不通知、不公开身份；公开之后再填通知书号' },
] as const

type VisitFieldsProps = { readonly methods: VisitMethods; readonly onAdd: (what: Adding) => void }

/** Where, when, how and who; what 明察 and 暗访 each ask for. */
export function VisitFields({ methods, onAdd }: VisitFieldsProps) {
  const { control } = methods
  const units = useUnitOptions()
  const mode = useWatch({ control, name: 'mode' })
  return (
    <div className="visit-fields">
      <CampaignField methods={methods} />
      <FormSelect
        control={control}
        name="unit"
        label="被检查单位"
        placeholder="输入名称中的字、简称、代码或者拼音首字母"
        options={units}
        hint={<AddLink text="名单里没有？新增单位" onClick={() => onAdd('unit')} />}
      />
      <FormChoice control={control} name="mode" label="检查方式" choices={modes} />
      <FormLines control={control} entity="visit" lines={timeAndPlaceLines} />
      <InspectorFields methods={methods} onAdd={() => onAdd('person')} />
      {mode !== '' && <ModeFields methods={methods} covert={mode === '暗访'} />}
      <FormLines control={control} entity="visit" lines={lastLines} />
    </div>
  )
}
