import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { codeText } from '../../../electron/contract/document/versionCode.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useDemoPassword } from '../../api/workspace.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/form/Form.tsx'
import { FormPassword } from '../../ui/form/FormInputs.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import type { DocumentVersion } from './documentView.ts'
import { SignaturePad, type InkStroke } from './SignaturePad.tsx'
import { versionName } from './words.ts'

export type SignDialogProps = { readonly version: DocumentVersion; readonly onClose: () => void }

const schema = z.object({ password: z.string().min(1, '请输入您的密码').max(200, '密码不能超过 200 个字符') })

/** Draws the signature and asks for the password that opens the personal key, at every signature (decisions.md 22). */
export function SignDialog({ version, onClose }: SignDialogProps) {
  const [ink, setInk] = useState<InkStroke[]>([])
  const [plain, setPlain] = useState(false)
  const [empty, setEmpty] = useState(false)
  const toast = useToast()
  const hint = useDemoPassword() ?? '打开工作区的密码；每次签名都要输入。'
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { password: '' } })
  const sign = useMutation(api.document.sign.mutationOptions())
  const submit = async (password: string): Promise<void> => {
    setEmpty(!plain && ink.length === 0)
    if (!plain && ink.length === 0) return
    await sign.mutateAsync({ version: version.id, password, ink: plain ? [] : ink })
    toast(`${versionName(version)}已签名`)
    onClose()
  }
  return (
    <Dialog title={`签名：${versionName(version)}`} width={640} onClose={onClose}>
      <p className="document-dialog-text">
        您签的是版本码 {codeText(version.code)} 的这一版。签名后任何改动都会使签名失效。请先看过每一页。
      </p>
      <Form
        form={form}
        label="签名"
        keep={undefined}
        submitLabel="签名"
        problem={sign.error === null ? undefined : problemOf(sign.error)}
        onCancel={onClose}
        onSubmit={({ password }) => submit(password)}
      >
        {!plain && (
          <div className="field">
            <span className="field-label">在框内手写姓名</span>
            <SignaturePad label="手写签名框" onInk={setInk} />
          </div>
        )}
        {empty && !plain && ink.length === 0 && (
          <div className="field-error" role="alert">
            请先在框内手写姓名
          </div>
        )}
        <Checkbox checked={plain} onChange={(event) => setPlain(event.target.checked)}>
          不手写，只用证书签名（签名行印“已用证书签名”）
        </Checkbox>
        <FormPassword control={form.control} name="password" label="您的密码" hint={hint} />
      </Form>
    </Dialog>
  )
}
