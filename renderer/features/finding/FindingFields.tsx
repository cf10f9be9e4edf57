import { useWatch, type Control } from 'react-hook-form'
import { rows } from '../../../electron/contract/catalogue/catalogue.ts'
import type { RiskPointView } from '../../../electron/contract/riskPoint.ts'
import { FormArea } from '../../ui/form/FormArea.tsx'
import { FormCheck, FormText } from '../../ui/form/FormInputs.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { FormDay, FormMinute } from '../../ui/form/FormTyped.tsx'
import type { FindingInput, FindingMethods, FindingOutput } from './findingForm.ts'
import { RiskPointPicker } from './RiskPointPicker.tsx'
import { RuleFields } from './RuleFields.tsx'
import { rectificationOptions, severityOptions } from './words.ts'
import './finding.css'

type Part = { readonly control: Control<FindingInput, unknown, FindingOutput> }

const { fields } = rows.finding

/** Fact, rule and opinion apart (47号 第十四条), in the order in which an inspector meets them. */
export function FindingFields({ methods }: { readonly methods: FindingMethods }) {
  const { control } = methods
  return (
    <div className="finding-fields">
      <RiskPointPicker control={control} onPicked={(point) => takeSuggestions(methods, point)} />
      <FactFields control={control} />
      <RuleFields methods={methods} />
      <FormArea control={control} name="opinion" label="初步意见" rows={2} maxLength={fields.opinion.max} />
      <RectificationFields control={control} />
    </div>
  )
}

function FactFields({ control }: Part) {
  return (
    <>
      <FormText control={control} name="title" label="标题" placeholder="一句话说清是什么问题" />
      <FormArea
        control={control}
        name="fact"
        label="事实"
        rows={4}
        maxLength={fields.fact.max}
        hint="只写看到、查到、听到的，不写评价。"
      />
      <div className="form-three">
        <FormDay control={control} name="occurredOn" label="发生日期" />
        <FormMinute control={control} name="occurredMinute" label="发生时刻" optional />
        <FormText control={control} name="place" label="地点" />
      </div>
      <FormText control={control} name="involved" label="涉及人员或岗位" optional placeholder="能写岗位的不写姓名" />
    </>
  )
}

function RectificationFields({ control }: Part) {
  const type = useWatch({ control, name: 'rectificationType' })
  const dated = type === '限期整改'
  return (
    <>
      <div className="form-three">
        <FormSelect control={control} name="severity" label="程度" options={severityOptions} />
        <FormSelect control={control} name="rectificationType" label="整改类别" options={rectificationOptions} />
        <FormDay control={control} name="rectifyBy" label="整改时限" optional={!dated} />
      </div>
      <FormArea
        control={control}
        name="requirement"
        label="整改要求"
        optional
        rows={2}
        maxLength={fields.requirement.max}
      />
      <FormCheck
        control={control}
        name="clue"
        label="这是违纪违法线索"
        hint="线索不列入备忘录，另行移送；组长仍可以决定列入。"
      />
    </>
  )
}

/** What the risk point suggests goes only where nothing is written yet: a suggestion never replaces a judgement. */
function takeSuggestions({ getValues, setValue }: FindingMethods, point: RiskPointView | undefined): void {
  const set = (name: 'riskPointName' | 'severity' | 'rectificationType' | 'title', value: string): void =>
    setValue(name, value, { shouldDirty: true, shouldTouch: true })
  set('riskPointName', point?.name ?? '')
  if (point === undefined) return
  const written = getValues()
  if (written.title === '') set('title', point.name)
  if (written.severity === '') set('severity', String(point.severity))
  if (written.rectificationType === '') set('rectificationType', point.rectificationType)
  if (point.clue && !written.clue) setValue('clue', true, { shouldDirty: true })
}
