import { AddPerson, AddUnit } from './AddToRoster.tsx'
import type { Adding } from './VisitFields.tsx'
import type { VisitMethods } from './visitForm.ts'

type RosterDialogProps = {
  readonly adding: Adding | undefined
  readonly methods: VisitMethods
  readonly onClose: () => void
}

/** What is added is chosen at once. */
export function RosterDialog({ adding, methods, onClose }: RosterDialogProps) {
  const { getValues, setValue } = methods
  const choose = (name: 'unit' | 'inspectors', value: string | string[]): void => {
    setValue(name, value, { shouldDirty: true })
    onClose()
  }
  if (adding === 'unit') return <AddUnit onClose={onClose} onAdded={(id) => choose('unit', id)} />
  if (adding === 'person') {
    return (
      <AddPerson
        onClose={onClose}
        onAdded={(id) => choose('inspectors', [...new Set([...getValues('inspectors'), id])])}
      />
    )
  }
  return null
}
