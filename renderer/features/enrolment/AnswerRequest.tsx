import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { uploadFile } from '../../api/files.ts'
import { problemOf } from '../../api/problem.ts'
import { DropZone } from '../../ui/DropZone.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { AnswerForm, type Answered } from './AnswerForm.tsx'
import { CodeDigits } from './CodeDigits.tsx'

/** A team's request file: read, its code compared with what the team reads out, then answered. */
export function AnswerRequest() {
  const [answered, setAnswered] = useState<Answered>()
  const read = useMutation({
    mutationFn: async (file: File) => {
      const { handle } = await uploadFile(file)
      return { handle, ...(await client.enrolment.readRequest({ handle })) }
    },
  })
  if (answered !== undefined) {
    return (
      <AnswerFile
        answered={answered}
        onNext={() => {
          setAnswered(undefined)
          read.reset()
        }}
      />
    )
  }
  return (
    <div className="step-body">
      <DropZone
        label="申请文件"
        button="选择申请文件"
        hint="检查组送来的文件，名字以 .mcreq 结尾，也可以拖到这里"
        accept=".mcreq"
        disabled={read.isPending}
        onFiles={([file]) => file !== undefined && read.mutate(file)}
      />
      {read.isError && <ProblemNotice problem={problemOf(read.error)} />}
      {read.data !== undefined && <AnswerForm key={read.data.handle} request={read.data} onAnswered={setAnswered} />}
    </div>
  )
}

function AnswerFile({ answered, onNext }: { readonly answered: Answered; readonly onNext: () => void }) {
  const { fileName, workspace, code } = answered
  return (
    <div className="step-body">
      <p>
        已为“{workspace}”办好。答复文件保存为 <b>{fileName}</b>
        ，请送回检查组；对方打开后，请在电话里把下面的校验码读给对方：
      </p>
      <CodeDigits label="答复校验码" code={code} />
      <div className="step-actions">
        <Button onClick={onNext}>办理下一份</Button>
        <span className="step-note">对方核对完成之前，请不要离开这里。文件没有存下来时，重新办理同一份申请即可。</span>
      </div>
    </div>
  )
}
