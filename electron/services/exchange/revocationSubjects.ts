import { assertNever } from '../../domain/assertNever.ts'
import { loadTrust } from '../../store/change/trust.ts'
import { listEvents } from '../../store/row/events.ts'
import type { ReadTx } from '../../store/store.ts'
import type { Names } from '../record/recordName.ts'
import { logNames, type Subject } from '../trust/cuts.ts'

/** What headquarters can put out of use: the people and computers it enrolled, and the certificates that signed papers. */
export async function listSubjects(tx: ReadTx, names: Names) {
  const { state, letters } = await loadTrust(tx)
  const logs = await logNames(tx)
  const enrolled = [...state.enrolledLogs].filter((log) => !state.headquartersLogs.has(log))
  const people = Map.groupBy(state.grants, ({ person }) => person)
  const certificates = Map.groupBy(await listEvents(tx, 'documentSigned'), ({ certificate }) => certificate)
  const computers = enrolled.map((subject) => ({
    kind: '日志' as const,
    subject,
    name: logs.get(subject) ?? subject,
    note: letters.has(subject) ? `字头 ${letters.get(subject)}` : '',
  }))
  const persons = [...people].map(async ([subject, grants]) => ({
    kind: '人员' as const,
    subject,
    name: await names.nameOfRecord({ entity: 'person', id: subject }),
    note: [...new Set(grants.map(({ role, log }) => `${role}（${logs.get(log) ?? '总部'}）`))].join('、'),
  }))
  const signing = [...certificates].flatMap(([subject, signed]) =>
    subject === null ? [] : [{ subject, author: signed[0]?.author ?? null, count: signed.length }],
  )
  const keys = signing.map(async ({ subject, author, count }) => ({
    kind: '证书' as const,
    subject,
    name: await certificateName(names, author),
    note: `签过 ${count} 份文书，指纹 ${subject.slice(0, 16)}`,
  }))
  return [...computers, ...(await Promise.all(persons)), ...(await Promise.all(keys))]
}

export async function subjectName(tx: ReadTx, names: Names, { kind, subject }: Subject): Promise<string> {
  switch (kind) {
    case '日志':
      return (await logNames(tx)).get(subject) ?? subject
    case '人员':
      return names.nameOfRecord({ entity: 'person', id: subject })
    case '证书': {
      const signed = (await listEvents(tx, 'documentSigned')).find(({ certificate }) => certificate === subject)
      return certificateName(names, signed?.author ?? null)
    }
    default:
      return assertNever(kind)
  }
}

async function certificateName(names: Names, author: string | null): Promise<string> {
  return author === null ? '签名证书' : `${await names.nameOfRecord({ entity: 'person', id: author })}的签名证书`
}
