import { Button } from 'antd'
import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import { momentText } from '../../../electron/contract/text/formValue.ts'
import { FormLines } from '../../ui/form/FormLines.tsx'
import type { VisitMethods } from './visitForm.ts'
import { disclosureLines, noticeLines } from './visitLines.ts'

/** 明察 is announced and accompanied; 暗访 is neither until the inspectors show who they are, with time and reason. */
export function ModeFields({ methods, covert }: { readonly methods: VisitMethods; readonly covert: boolean }) {
  const { control } = methods
  const [at, reason, notice, company] = useWatch({
    control,
    name: ['identityDisclosedAt', 'identityDisclosedReason', 'noticeNumber', 'accompanying'],
  })
  const disclosed = at !== '' && reason.trim() !== ''
  // What was written before the mode changed stays in sight, so that it can be taken out.
  const announced = !covert || disclosed || notice !== '' || company !== ''
  return (
    <>
      {(covert || at !== '' || reason !== '') && <Disclosure methods={methods} begun={at !== '' || reason !== ''} />}
      {announced && <FormLines control={control} entity="visit" lines={noticeLines} />}
    </>
  )
}

function Disclosure({ methods, begun }: { readonly methods: VisitMethods; readonly begun: boolean }) {
  const { control, setValue } = methods
  const [opened, setOpened] = useState(false)
  if (!begun && !opened) {
    return (
      <p className="disclosure">
        尚未公开身份，不填通知书号和陪同人员。
        <Button
          size="small"
          onClick={() => {
            setOpened(true)
            setValue('identityDisclosedAt', momentText(new Date().toISOString()), { shouldDirty: true })
          }}
        >
          公开身份
        </Button>
      </p>
    )
  }
  return <FormLines control={control} entity="visit" lines={disclosureLines} />
}
