import { relationshipsNamespace, type Relationship } from '../opc/relationship.ts'
import { escapeAttribute } from '../opc/xml.ts'

/** What is hashed of a relationship part: the listed relationships only, in canonical form (ECMA-376-2 §10.5.8). */
export function transformRelationships(listed: readonly Relationship[]): string {
  const lines = listed
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, target, targetMode, type }) => {
      const attributes = { Id: id, Target: target, TargetMode: targetMode, Type: type }
      const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
      return `<Relationship${written.join('')}></Relationship>`
    })
  return `<Relationships xmlns="${relationshipsNamespace}">${lines.join('')}</Relationships>`
}
