import { Button } from 'antd'
import { useWatch } from 'react-hook-form'
import { validityOn, type RiskPointView } from '../../../electron/contract/riskPoint.ts'
import { readDay, todayInBeijing } from '../../../electron/contract/text/typedTime.ts'
import { FormLines } from '../../ui/form/FormLines.tsx'
import type { FindingMethods } from './findingForm.ts'
import { ruleLines } from './findingLines.ts'
import { useRiskPoints } from './RiskPointPicker.tsx'

type Rule = RiskPointView['rules'][number]

/** What to look for at the chosen risk point, the rules it may rest on, and the rule that was taken. */
export function RuleFields({ methods }: { readonly methods: FindingMethods }) {
  const { control } = methods
  const code = useWatch({ control, name: 'riskPoint' })
  const point = useRiskPoints().data?.find((candidate) => candidate.code === code)
  return (
    <>
      {point !== undefined && <RiskPointHints point={point} onTake={(rule) => takeRule(methods, rule)} />}
      <FormLines control={control} entity="finding" lines={ruleLines} />
    </>
  )
}

function RiskPointHints({ point, onTake }: { readonly point: RiskPointView; readonly onTake: (rule: Rule) => void }) {
  const conduct = point.rules.filter(({ role }) => role === 'conduct')
  const consequences = point.rules.filter(({ role }) => role === 'consequence')
  return (
    <section className="risk-hints" aria-label="风险点提示">
      <Hint name="看什么" text={point.check} />
      <Hint name="标准" text={point.limits} />
      <Hint name="取什么证据" text={point.evidence} />
      <Hint name="注意" text={point.remark ?? ''} />
      {conduct.length > 0 && (
        <ul aria-label="可以引用的依据">
          {conduct.map((rule) => (
            <li key={titleOf(rule)}>
              <span>
                {titleOf(rule)}
                {rule.validity === 'unknown' && <span className="risk-hint-unknown">（依据待核）</span>}
              </span>
              <Button size="small" onClick={() => onTake(rule)}>
                采用<span className="visually-hidden">《{rule.document}》</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {consequences.length > 0 && (
        <Hint name="处分条款，不写入文书" text={`${consequences.map(titleOf).join('、')}。怎样处理由有权机关认定。`} />
      )}
    </section>
  )
}

function Hint({ name, text }: { readonly name: string; readonly text: string }) {
  if (text === '') return null
  return (
    <p>
      <span className="risk-hint-name">{name}</span>
      {text}
    </p>
  )
}

function titleOf({ document, article }: Rule): string {
  return `《${document}》${article ?? ''}`
}

/** A rule counts as known only if the version that was read was in force on the day of the fact. */
function takeRule({ getValues, setValue }: FindingMethods, rule: Rule): void {
  const put = (name: 'ruleDocument' | 'ruleArticle' | 'ruleText' | 'ruleValidity', value: string): void =>
    setValue(name, value, { shouldDirty: true, shouldTouch: true })
  put('ruleDocument', rule.document)
  put('ruleArticle', rule.article ?? '')
  put('ruleText', rule.text ?? '')
  put('ruleValidity', validityOn(rule, readDay(getValues('occurredOn'), todayInBeijing())))
}
