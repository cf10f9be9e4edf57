import sharp from 'sharp'
import { workspaceOf, type Machine } from '../../../electron/services/machine.ts'
import { append } from '../../../electron/store/change/changeLog.ts'
import type { RowDraft } from '../../../electron/store/change/said.ts'
import { findingText, unitNames } from './texts.ts'

const findingsOfVisit = 250

/** Visits with 250 findings each, and photos of the last 500 findings: through the one write path, a visit an operation. */
export async function recordInspections(
  machine: Machine,
  wanted: { readonly findings: number; readonly pieces: number },
): Promise<void> {
  const { host } = machine
  const units = unitNames().map((name, place) => ({ id: host.newId(), name, code: `${24_400 + place}` }))
  await write(
    machine,
    units.map(({ id, ...set }) => ({ entity: 'unit', id, set })),
  )
  for (let from = 0, visit = 0; from < wanted.findings; from += findingsOfVisit, visit += 1) {
    const count = Math.min(findingsOfVisit, wanted.findings - from)
    await write(machine, visitDrafts(machine, { visit, count, from, unit: units[visit % units.length]?.id ?? '' }))
  }
  await addPieces(machine, wanted.pieces)
}

type VisitPlan = { readonly visit: number; readonly count: number; readonly from: number; readonly unit: string }

function visitDrafts({ host, person }: Machine, { visit, count, from, unit }: VisitPlan): readonly RowDraft[] {
  const id = host.newId()
  const visitedOn = dayOf(visit)
  const mode = visit % 3 === 0 ? '暗访' : '明察'
  return [
    {
      entity: 'visit',
      id,
      set: { ordinal: visit + 1, unit, mode, visitedOn, startMinute: 540, endMinute: 690, place: '办税服务厅' },
    },
    { entity: 'visitInspector', id: host.newId(), parent: id, set: { person, role: '组长' } },
    ...Array.from({ length: count }, (_, place) => ({
      entity: 'finding' as const,
      id: host.newId(),
      parent: id,
      set: {
        ...findingText(from + place),
        ordinal: from + place + 1,
        occurredOn: visitedOn,
        position: `a${String(place).padStart(3, '0')}`,
      },
    })),
  ]
}

/** Small photos that differ by a trailing mark, as two photos of one place differ. */
async function addPieces(machine: Machine, count: number): Promise<void> {
  const { host } = machine
  const { store } = workspaceOf(machine)
  const { findings } = await machine.client.finding.list({ limit: 500 })
  const photo = await sharp({
    create: {
      width: 320,
      height: 240,
      channels: 3,
      background: '#607080',
      noise: { type: 'gaussian', mean: 110, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer()
  const pieces: RowDraft[] = []
  for (let place = 0; place < Math.min(count, findings.length * 4); place += 1) {
    const bytes = Buffer.concat([photo, Buffer.from(String(place))])
    const blob = await store.blobs.put(bytes)
    const parent = findings[place % findings.length]?.id ?? ''
    const set = {
      ordinal: Math.floor(place / findings.length) + 1,
      content: blob.sha256,
      size: blob.size,
      mediaType: 'image/jpeg',
      fileName: `IMG_${place}.jpg`,
      class: '现场拍摄导入',
      addedAt: host.instant(),
      position: `a${place}`,
    } as const
    pieces.push({ entity: 'evidence', id: host.newId(), parent, set })
  }
  for (let start = 0; start < pieces.length; start += 500) await write(machine, pieces.slice(start, start + 500))
}

async function write(machine: Machine, drafts: readonly RowDraft[]): Promise<void> {
  const { host, log, person } = machine
  const operation = { log, operation: host.newId(), author: person, at: host.instant(), drafts }
  await workspaceOf(machine).store.write((tx) => append(tx, operation))
}

function dayOf(visit: number): string {
  return new Date(Date.UTC(2013, 0, 7 + visit * 2)).toISOString().slice(0, 10)
}
