import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { api } from '../../api/client.ts'
import { useOutdating } from '../../api/printing.ts'
import { problemOf } from '../../api/problem.ts'
import { offerBack } from '../../api/undo.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/form/Form.tsx'
import { FormLines } from '../../ui/form/FormLines.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import { findingFormSchema, findingInput, onlyChanged, type FindingInput, type FindingOutput } from './findingForm.ts'
import { manyLines } from './findingLines.ts'
import { RiskPointPicker } from './RiskPointPicker.tsx'

type EditFindingsProps = { readonly ids: readonly string[]; readonly onClose: () => void; readonly onSaved: () => void }

/** The same values into many findings, in one operation: what is left empty here stays as it is in each of them. */
export function EditFindings({ ids, onClose, onSaved }: EditFindingsProps) {
  const toast = useToast()
  const save = useMutation(api.finding.saveMany.mutationOptions())
  const methods = useForm<FindingInput, unknown, FindingOutput>({
    resolver: zodResolver(findingFormSchema),
    defaultValues: findingInput({}),
  })
  const { control, formState, setValue } = methods
  const changed = Object.keys(formState.dirtyFields)
  const outdating = useOutdating({ entity: 'finding', ids }, { edit: changed })
  async function submit(output: FindingOutput): Promise<void> {
    await save.mutateAsync({ ids: [...ids], set: onlyChanged(output, formState.dirtyFields) })
    onSaved()
    await offerBack(`已修改 ${ids.length} 个问题`, toast)
  }
  return (
    <Dialog title={`一并修改 ${ids.length} 个问题`} onClose={onClose}>
      <Form
        form={methods}
        label="一并修改问题"
        keep={`findings:${ids.join()}`}
        submitLabel={`修改 ${ids.length} 个问题`}
        problem={save.error === null ? undefined : problemOf(save.error)}
        onCancel={onClose}
        onSubmit={submit}
        warning={outdating}
      >
        <p className="record-note">填了的写进每一个选中的问题，没填的各自不变。一次撤销全部还原。</p>
        <RiskPointPicker
          control={control}
          onPicked={(point) => setValue('riskPointName', point?.name ?? '', { shouldDirty: true })}
        />
        <FormLines control={control} entity="finding" lines={manyLines} />
      </Form>
    </Dialog>
  )
}
