import { entities, type Entity, fieldsOf, isEntity, nounOf } from '../../contract/catalogue/catalogue.ts'

/** What headquarters tells whom (decisions.md 54), out of what the catalogue says of each noun and what is known of the party. */

/** Whom a channel speaks to. */
export type Party = {
  readonly log: string
  /** The teams it is in now. */
  readonly teams: ReadonlySet<string>
  /** The computers that share a team with it, itself among them. */
  readonly mates: ReadonlySet<string>
  /** The units it works in, with all below them, as its roles say. */
  readonly area: ReadonlySet<string> | 'everywhere'
}

/** A row or event of headquarters, with the values shown. */
export type Spoken = {
  readonly entity: Entity
  readonly id: string
  readonly values: Readonly<Record<string, unknown>>
}

export type Known = {
  /** All teams. */
  readonly teams: ReadonlySet<string>
  /** A unit and those above it. */
  readonly upwards: (unit: string) => readonly string[]
}

export function goesDown(entity: Entity): boolean {
  return nounOf(entity).travels !== 'up'
}

/** Whether whose case it is in decides who hears of it. */
export function asksCase(entity: Entity): boolean {
  return !goesDown(entity) || nounOf(entity).toldTo === 'case'
}

/** Whether the party is told of it whatever its own records name. */
export function isTold(spoken: Spoken, party: Party, known: Known): boolean {
  const { entity, values } = spoken
  if (!goesDown(entity)) return false
  const { toldTo } = nounOf(entity)
  if (toldTo === undefined) return true
  // Whose case it is in is asked of the case.
  if (toldTo === 'case') return false
  if (toldTo === 'named') return liesIn(party, spoken, known)
  if ('log' in toldTo) return values[toldTo.log] === party.log
  const team = values[toldTo.team]
  return typeof team !== 'string' || !known.teams.has(team) || party.teams.has(team)
}

/** Who works everywhere is told of every unit, but of those people only whom its records name. */
function liesIn({ area }: Party, spoken: Spoken, { upwards }: Known): boolean {
  if (area === 'everywhere') return spoken.entity === 'unit'
  const unit = unitOf(spoken)
  return unit !== undefined && upwards(unit).some((above) => area.has(above))
}

/** Where it lies: a unit in itself, all else in the unit that it names. */
function unitOf({ entity, id, values }: Spoken): string | undefined {
  if (entity === 'unit') return id
  const { scope } = nounOf(entity)
  const unit = typeof scope === 'string' ? undefined : values[scope.unit]
  return typeof unit === 'string' ? unit : undefined
}

export type Named = { readonly entity: Entity; readonly id: string }

/** What it names of those nouns that only go to whom names them: so the units above a unit go with it, and a person's. */
export function namesIn({ entity, values }: Pick<Spoken, 'entity' | 'values'>): readonly Named[] {
  return (namingFields.get(entity) ?? []).flatMap(({ name, to }) => {
    const id = values[name]
    return typeof id === 'string' ? [{ entity: to, id }] : []
  })
}

/** Whether the party needs what this names: a decision about a computer names people, who concern its team alone. */
export function needsNames({ entity, values }: Spoken, { mates }: Party): boolean {
  if (!goesDown(entity) || fieldsOf(entity)['log'] === undefined) return true
  return typeof values['log'] === 'string' && mates.has(values['log'])
}

/** Whether something of this noun can name what goes down. */
export function canName(entity: Entity): boolean {
  return (namingFields.get(entity) ?? []).length > 0
}

type NamingField = { readonly name: string; readonly to: Entity }
const namingFields: ReadonlyMap<Entity, readonly NamingField[]> = new Map(
  entities.map((entity) => [
    entity,
    Object.entries(fieldsOf(entity)).flatMap(([name, field]): NamingField[] => {
      if (field.type !== 'reference' || !isEntity(field.to)) return []
      return nounOf(field.to).toldTo === 'named' ? [{ name, to: field.to }] : []
    }),
  ]),
)

/** How a case was made, as far as it says whose names the party needs. */
export type CaseMade = { readonly log: string; readonly team: string | null; readonly handedTo: readonly string[] }

/** The party's own case, or one of its team. */
export function isItsCase({ log, team, handedTo }: CaseMade, party: Party): boolean {
  if (handedTo.some((one) => party.teams.has(one))) return true
  return log === party.log || (team === null ? party.mates.has(log) : party.teams.has(team))
}
