import { useWatch } from 'react-hook-form'
import { rows } from '../../../electron/contract/catalogue/catalogue.ts'
import { FormArea } from '../../ui/form/FormArea.tsx'
import { FormChoice, FormText } from '../../ui/form/FormInputs.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { FormDay, FormMinute } from '../../ui/form/FormTyped.tsx'
import { AddLink } from './AddLink.tsx'
import { CampaignField } from './CampaignField.tsx'
import { InspectorFields } from './InspectorFields.tsx'
import { ModeFields } from './ModeFields.tsx'
import { useUnitOptions } from './rosterOptions.ts'
import type { VisitMethods } from './visitForm.ts'
import './visit.css'

/** What is not in the roster is added in a dialog, which stands outside this form. */
export type Adding = 'unit' | 'person'

const { fields } = rows.visit
const modes = [
  { value: '明察', label: '明察', note: '事先通知，公开进行；要有通知书号和陪同人员' },
  { value: '暗访', label: '暗访', note: '不通知、不公开身份；公开之后再填通知书号' },
] as const
const placeTypes = fields.placeType.of.map((value) => ({ value, label: value }))

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
      <div className="form-three">
        <FormDay control={control} name="visitedOn" label="检查日期" />
        <FormMinute control={control} name="startMinute" label="开始时刻" optional />
        <FormMinute control={control} name="endMinute" label="结束时刻" optional />
      </div>
      <div className="form-pair">
        <FormText control={control} name="place" label="检查地点" maxLength={fields.place.max} />
        <FormSelect control={control} name="placeType" label="场所类型" optional options={placeTypes} />
      </div>
      <InspectorFields methods={methods} onAdd={() => onAdd('person')} />
      {mode !== '' && <ModeFields methods={methods} covert={mode === '暗访'} />}
      <FormArea
        control={control}
        name="overview"
        label="检查基本情况"
        optional
        rows={3}
        maxLength={fields.overview.max}
        hint="看了哪里、查了什么、和谁谈过；印在备忘录开头。"
      />
    </div>
  )
}
