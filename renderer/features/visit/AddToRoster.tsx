import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { rows } from '../../../electron/contract/catalogue/catalogue.ts'
import { typedChoice, typedText } from '../../../electron/contract/text/formValue.ts'
import { api } from '../../api/client.ts'
import { knownIn } from '../../api/known.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/form/Form.tsx'
import { FormQuestion } from '../../ui/form/FormQuestion.tsx'
import { FormText } from '../../ui/form/FormInputs.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'

type AddProps = { readonly onClose: () => void; readonly onAdded: (id: string) => void }

const unit = rows.unit.fields
const unitSchema = z.object({
  name: z.string().trim().min(2, '单位名称至少两个字').max(unit.name.max),
  code: typedText(unit.code),
  shortName: typedText(unit.shortName),
  system: typedChoice(unit.system),
  level: typedChoice(unit.level),
})

/** A unit that no roster brought; headquarters can link it with its own later. */
export function AddUnit({ onClose, onAdded }: AddProps) {
  const queries = useQueryClient()
  const save = useMutation(api.unit.save.mutationOptions())
  const form = useForm<z.input<typeof unitSchema>, unknown, z.output<typeof unitSchema>>({
    resolver: zodResolver(unitSchema),
    defaultValues: { name: '', code: '', shortName: '', system: '', level: '' },
  })
  const { problem, asked } = knownIn(save)
  async function submit(set: z.output<typeof unitSchema>, besides: string[] = []): Promise<void> {
    const { id } = await save.mutateAsync({ set, besides })
    await queries.invalidateQueries({ queryKey: api.unit.key() })
    onAdded(id)
  }
  const { control } = form
  return (
    <Dialog title="新增单位" onClose={onClose}>
      <Form
        form={form}
        label="新增单位"
        keep="unit.known"
        submitLabel="新增"
        problem={problem}
        onCancel={onClose}
        onSubmit={(values) => submit(values)}
      >
        <FormText control={control} name="name" label="单位名称" maxLength={unit.name.max} />
        <div className="form-pair">
          <FormText control={control} name="code" label="单位代码" optional hint="印在证据编号里" />
          <FormText control={control} name="shortName" label="简称" optional />
          <FormSelect control={control} name="system" label="系统" optional options={options(unit.system.of)} />
          <FormSelect control={control} name="level" label="层级" optional options={options(unit.level.of)} />
        </div>
        <FormQuestion asked={asked} form={form} onUse={onAdded} otherwise="仍然新建" onOtherwise={submit} />
      </Form>
    </Dialog>
  )
}

const person = rows.person.fields
const personSchema = z.object({
  name: z.string().trim().min(2, '姓名至少两个字').max(person.name.max),
  post: typedText(person.post),
})

/** Somebody who went along and is in no roster yet. */
export function AddPerson({ onClose, onAdded }: AddProps) {
  const queries = useQueryClient()
  const save = useMutation(api.person.save.mutationOptions())
  const form = useForm<z.input<typeof personSchema>, unknown, z.output<typeof personSchema>>({
    resolver: zodResolver(personSchema),
    defaultValues: { name: '', post: '' },
  })
  const { problem, asked } = knownIn(save)
  async function submit(set: z.output<typeof personSchema>, besides: string[] = []): Promise<void> {
    const { id } = await save.mutateAsync({ set, besides })
    await queries.invalidateQueries({ queryKey: api.person.key() })
    onAdded(id)
  }
  return (
    <Dialog title="新增人员" onClose={onClose}>
      <Form
        form={form}
        label="新增人员"
        keep="person.known"
        submitLabel="新增"
        problem={problem}
        onCancel={onClose}
        onSubmit={(values) => submit(values)}
      >
        <FormText control={form.control} name="name" label="姓名" maxLength={person.name.max} />
        <FormText control={form.control} name="post" label="职务" optional maxLength={person.post.max} />
        <FormQuestion asked={asked} form={form} onUse={onAdded} otherwise="仍然新建" onOtherwise={submit} />
      </Form>
    </Dialog>
  )
}

function options(values: readonly string[]) {
  return values.map((value) => ({ value, label: value }))
}
