import { relationshipsNamespace, type Relationship } from '../opc/relationship.ts'
import { escapeAttribute } from '../opc/xml.ts'

/**
 * What is hashed of a relationship part: the listed relationships only, in canonical form (ECMA-376-2 §10.5.8).
 *
 * `blanks`: how many texts of white space stand between them in the part, for the form that LibreOffice signs and xmlsec1 checks: up
 * to version 1.2 its transform writes an empty element for each of them, before the relationships. It says nothing else, and nothing
 * that the values of a relationship could be mistaken for.
 */
export function transformRelationships(listed: readonly Relationship[], blanks = 0): string {
  const lines = listed
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, target, targetMode, type }) => {
      const attributes = { Id: id, Target: target, TargetMode: targetMode, Type: type }
      const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
      return `<Relationship${written.join('')}></Relationship>`
    })
  const texts = '<text></text>'.repeat(blanks)
  return `<Relationships xmlns="${relationshipsNamespace}">${texts}${lines.join('')}</Relationships>`
}
