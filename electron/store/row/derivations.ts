import type { RowEntity } from '../../contract/catalogue/catalogue.ts'
import { missingFields } from '../../domain/finding.ts'
import { campaignCode, evidenceNumber, findingNumber, visitNumber } from '../../domain/number.ts'
import { isPresent } from '../database/present.ts'
import { listed, query } from '../database/query.ts'
import type { DerivedColumns, GenericRow } from '../database/tables.ts'
import { valuesFromSql } from '../database/values.ts'
import { createPlan, type Derivation, fromFacts } from './derivation.ts'

/** Nouns for which the catalogue names derived columns: a new one is not forgotten below. */
type DerivingNoun = { [E in RowEntity]: keyof DerivedColumns<E> extends never ? never : E }[RowEntity]

/** Every derived column of every noun, and what it follows from. The store knows no noun besides. */
const derivations = {
  visit: [letteredNumber('visit', visitNumber)],
  finding: [letteredNumber('finding', findingNumber), missing()],
  evidence: [numberWithinFinding()],
} as const satisfies { readonly [E in DerivingNoun]: readonly Derivation[] }

export const plan = createPlan(derivations)

/** A number of an ordinal and the letter of the log that gave it. */
function letteredNumber(
  noun: DerivingNoun,
  write: (letter: string | null, log: string, ordinal: number) => string,
): Derivation {
  const numberOf = ({ ordinal, numberLog }: GenericRow, letters: ReadonlyMap<string, string>): string =>
    typeof ordinal === 'number' && typeof numberLog === 'string'
      ? write(letters.get(numberLog) ?? null, numberLog, ordinal)
      : ''
  return {
    columns: ['number'],
    follows: [{ noun: 'letter', columns: ['letter'], from: 'log', way: [{ to: noun, by: 'numberLog' }] }],
    reckon: (_tx, rows, letters) =>
      Promise.resolve(new Map(rows.map((row) => [row.id, { number: numberOf(row, letters) }]))),
  }
}

/** How much a finding still misses before it can be printed. */
function missing(): Derivation {
  return fromFacts<{ readonly evidenceCount: number }>({
    columns: ['missing'],
    follows: [{ noun: 'evidence', columns: ['parent', 'removed'], from: 'parent', way: [] }],
    gather: async (tx, rows) => {
      const counted = await tx.run(countEvidence, { findings: rows.map((row) => row.id) })
      return new Map(
        counted.flatMap(({ parent, count }) => (parent === null ? [] : [[parent, { evidenceCount: Number(count) }]])),
      )
    },
    derive: (row, facts = { evidenceCount: 0 }) => ({
      missing: missingFields(valuesFromSql('finding', row), facts).length,
    }),
  })
}

const countEvidence = query(({ db }, at: { readonly findings: readonly string[] }) =>
  db
    .selectFrom('evidence')
    .select((eb) => ['parent', eb.fn.countAll<number>().as('count')])
    .where('parent', 'in', listed(at.findings))
    .where(isPresent('removed'))
    .groupBy('parent')
    .compile(),
)

/** The number of a piece of evidence stands under its finding's, its unit's code and its campaign's. */
function numberWithinFinding(): Derivation {
  const toFinding = { to: 'finding', by: 'parent' } as const
  const toEvidence = { to: 'evidence', by: 'parent' } as const
  return fromFacts<Place>({
    columns: ['number'],
    follows: [
      { noun: 'finding', columns: ['number', 'parent'], from: 'id', way: [toEvidence] },
      { noun: 'visit', columns: ['unit', 'campaign'], from: 'id', way: [toFinding, toEvidence] },
      { noun: 'unit', columns: ['code'], from: 'id', way: [{ to: 'visit', by: 'unit' }, toFinding, toEvidence] },
      {
        noun: 'campaign',
        columns: ['preset', 'documentNumber'],
        from: 'id',
        way: [{ to: 'visit', by: 'campaign' }, toFinding, toEvidence],
      },
    ],
    gather: async (tx, rows) => {
      const places = await tx.run(selectPlaces, { findings: [...new Set(rows.flatMap(({ parent }) => parent ?? []))] })
      const byFinding = new Map(places.map((place) => [place.id, place]))
      return new Map(
        rows.flatMap(({ id, parent }) => {
          const place = byFinding.get(parent ?? '')
          return place === undefined ? [] : [[id, place]]
        }),
      )
    },
    derive: ({ ordinal }, { number: finding, code: unitCode, preset, documentNumber } = nowhere) => {
      const place = { campaign: campaignCode({ preset, documentNumber }), unitCode, finding }
      return { number: typeof ordinal === 'number' ? evidenceNumber({ ...place, ordinal }) : '' }
    },
  })
}

type Place = {
  readonly number: string
  readonly code: string | null
  readonly preset: string | null
  readonly documentNumber: string | null
}
const nowhere: Place = { number: '', code: null, preset: null, documentNumber: null }

const selectPlaces = query(({ db }, at: { readonly findings: readonly string[] }) =>
  db
    .selectFrom('finding')
    .leftJoin('visit', 'visit.id', 'finding.parent')
    .leftJoin('unit', 'unit.id', 'visit.unit')
    .leftJoin('campaign', 'campaign.id', 'visit.campaign')
    .select(['finding.id', 'finding.number', 'unit.code', 'campaign.preset', 'campaign.documentNumber'])
    .where('finding.id', 'in', listed(at.findings))
    .compile(),
)
