import { useWatch } from 'react-hook-form'
import type { RiskPointView } from '../../../electron/contract/riskPoint.ts'
import { FormLines } from '../../ui/form/FormLines.tsx'
import type { FindingMethods } from './findingForm.ts'
import { factLines, judgementLines, lastLines } from './findingLines.ts'
import { RiskPointPicker } from './RiskPointPicker.tsx'
import { RuleFields } from './RuleFields.tsx'
import './finding.css'

/** The picker and the rules that it offers are widgets of their own; the lines of fields stand in `findingLines`. */
export function FindingFields({ methods }: { readonly methods: FindingMethods }) {
  const { control } = methods
  const dated = useWatch({ control, name: 'rectificationType' }) === '限期整改'
  return (
    <div className="finding-fields">
      <RiskPointPicker control={control} onPicked={(point) => takeSuggestions(methods, point)} />
      <FormLines control={control} entity="finding" lines={factLines} />
      <RuleFields methods={methods} />
      <FormLines control={control} entity="finding" lines={judgementLines(dated)} />
      <FormLines control={control} entity="finding" lines={lastLines} />
    </div>
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
