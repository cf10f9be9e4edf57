import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { api, client } from '../../api/client.ts'
import { useDraft } from '../../api/draft.ts'
import { ofFields } from '../../api/draftValues.ts'
import { useOutdating } from '../../api/printing.ts'
import { problemOf } from '../../api/problem.ts'
import { Form, showFieldProblems } from '../../ui/form/Form.tsx'
import { ReasonLine } from '../../ui/form/ReasonLine.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useCorrectionReason } from '../../api/correcting.ts'
import { FindingConflicts } from './FindingConflicts.tsx'
import { FindingFields } from './FindingFields.tsx'
import {
  findingFormSchema,
  findingInput,
  isFindingField,
  onlyChanged,
  type FindingInput,
  type FindingMethods,
  type FindingOutput,
} from './findingForm.ts'
import './finding.css'

export type FindingDetail = Awaited<ReturnType<typeof client.finding.get>>

type EditFindingProps = {
  readonly id: string
  /** Begin at the first field that is missing; another value begins again. */
  readonly startAt: string | undefined
  /** Evidence is missing too, but is no field of this form. */
  readonly onEvidence: () => void
  /** Further buttons beside 保存. */
  readonly actions: ReactNode
  /** At headquarters: what a team recorded is changed with a reason. Called when it is saved. */
  readonly onCorrected?: () => void
}

/** One recorded finding: what is missing, what is in conflict, and the form. Mount it with `key={id}`. */
export function EditFinding({ id, ...props }: EditFindingProps) {
  const { data, error } = useQuery(api.finding.get.queryOptions({ input: { id } }))
  if (data === undefined) return error === null ? null : <ProblemNotice problem={problemOf(error)} />
  return <FindingForm detail={data} {...props} />
}

function FindingForm({
  detail,
  startAt,
  onEvidence,
  actions,
  onCorrected,
}: Omit<EditFindingProps, 'id'> & { readonly detail: FindingDetail }) {
  const { finding, missing, conflicts, seen } = detail
  const queries = useQueryClient()
  const correction = useCorrectionReason()
  const save = useMutation(api.finding.save.mutationOptions())
  const methods: FindingMethods = useForm<FindingInput, unknown, FindingOutput>({
    resolver: zodResolver(findingFormSchema),
    values: findingInput(finding),
    resetOptions: { keepDirtyValues: true },
  })
  const draft = useDraft({ form: 'finding', entityId: finding.id, seen, methods })
  const outdating = useOutdating(
    { entity: 'finding', ids: [finding.id] },
    {
      edit: Object.keys(methods.formState.dirtyFields),
    },
  )
  const goTo = (field: string): void => {
    if (isFindingField(field)) methods.setFocus(field)
    else onEvidence()
  }
  useStart(startAt, () => goTo(missing[0]?.field ?? 'fact'))

  async function submit(output: FindingOutput): Promise<void> {
    const why = onCorrected === undefined ? {} : correction.given()
    await draft.save(async (changed) => {
      await save.mutateAsync(
        {
          id: finding.id,
          set: onlyChanged(output, changed),
          seen: ofFields(draft.seen, Object.keys(changed)),
          ...why,
        },
        { onError: (error) => showFieldProblems(methods, problemOf(error)) },
      )
      await queries.invalidateQueries({ queryKey: api.finding.key() })
      return { id: finding.id }
    }, client.finding.get)
    onCorrected?.()
  }
  return (
    <>
      <FindingConflicts detail={detail} onWrite={goTo} />
      <MissingFields missing={missing} onGo={goTo} />
      <Form
        form={methods}
        label={`问题 ${finding.number}`}
        submitLabel={onCorrected === undefined ? '保存' : '保存更正'}
        problem={save.error === null ? undefined : problemOf(save.error)}
        onSubmit={submit}
        warning={outdating}
        save={draft.note}
        discard={{ label: '放弃修改', run: draft.discard }}
        actions={actions}
      >
        {conflicts.length > 0 && (
          <p className="record-note">有冲突的栏目，下面显示的是其中一个值；在栏目里另写一个并保存，也算选定。</p>
        )}
        {onCorrected !== undefined && <ReasonLine {...correction.line} />}
        <FindingFields methods={methods} />
      </Form>
    </>
  )
}

function MissingFields(props: { readonly missing: FindingDetail['missing']; readonly onGo: (field: string) => void }) {
  const { missing, onGo } = props
  if (missing.length === 0) return null
  return (
    <p className="finding-missing">
      缺{missing.length}项：
      {missing.map(({ field, label }) => (
        <button key={field} type="button" className="state-link" onClick={() => onGo(field)}>
          {label}
        </button>
      ))}
    </p>
  )
}

/** When the address asks for it: afterwards the person goes where they like. */
function useStart(wanted: string | undefined, start: () => void): void {
  const latest = useRef(start)
  useLayoutEffect(() => {
    latest.current = start
  })
  useEffect(() => {
    if (wanted !== undefined) latest.current()
  }, [wanted])
}
