import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemText } from '../../electron/contract/problem/problem.ts'
import { unreadable } from '../../electron/opc/fault.ts'
import { readPackage, withPart, writePackage, type OpcPackage, type OpcPart } from '../../electron/opc/package.ts'
import {
  freeRelationshipId,
  parseRelationships,
  readRelationships,
  relationshipSource,
  relationshipsPartName,
  resolveTarget,
  withRelationship,
  withTidyRelationships,
  writeRelationships,
  type Relationship,
} from '../../electron/opc/relationship.ts'
import { writeZip } from '../../electron/opc/zipWriter.ts'
import { faultOf } from './fault.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const part = (name: string, contentType: string, text = name): OpcPart => ({ name, contentType, bytes: bytesOf(text) })
const empty: OpcPackage = { parts: new Map() }
const relationship = (id: string, target: string, targetMode: 'Internal' | 'External' = 'Internal'): Relationship => ({
  id,
  type: 'urn:example:type',
  target,
  targetMode,
})

describe('a package', () => {
  const parts = [
    part('/word/document.xml', 'application/main+xml'),
    part('/word/media/image1.png', 'image/png'),
    part('/word/media/image2.png', 'image/png'),
    part('/word/odd.bin', 'application/one'),
    part('/word/even.bin', 'application/two'),
    part('/customXml/item1.xml', 'application/xml'),
  ]

  it('reads back its parts with their content types', async () => {
    const pkg = withRelationship(parts.reduce(withPart, empty), '/', relationship('rId1', 'word/document.xml'))
    const read = await readPackage(await writePackage(pkg))
    expect([...read.parts.keys()].toSorted()).toEqual([...pkg.parts.keys()].toSorted())
    for (const each of pkg.parts.values()) expect(read.parts.get(each.name)).toEqual(each)
  })

  it('has the same bytes whatever the order its parts were added in', async () => {
    const expected = await writePackage(parts.reduce(withPart, empty))
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(parts, { minLength: parts.length }), async (shuffled) => {
        expect(await writePackage(shuffled.reduce(withPart, empty))).toEqual(expected)
      }),
      { numRuns: 20, seed: 137 },
    )
  })

  it('keeps a part without content type, so that it can be reported', async () => {
    const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    const bytes = await writeZip([
      { name: '[Content_Types].xml', bytes: bytesOf(types), deflate: true },
      { name: 'word/evil.bin', bytes: bytesOf('evil'), deflate: true },
    ])
    expect((await readPackage(bytes)).parts.get('/word/evil.bin')?.contentType).toBe('')
  })

  const namespace = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
  it.each([
    ['no table', undefined, 'content-types'],
    ['another root', '<Kinds/>', 'xml'],
    ['a DTD', `<!DOCTYPE Types [<!ENTITY a "b">]><Types ${namespace}/>`, 'dtd'],
    ['broken XML', `<Types ${namespace}>`, 'xml'],
    ['bytes that are no UTF-8', '\xff', 'xml'],
    ['two types for one part', table(override('/a.xml', 'x/x') + override('/A.xml', 'x/y')), 'content-types'],
    ['two types for one extension', table(fallback('png', 'x/x') + fallback('PNG', 'x/y')), 'content-types'],
    ['an entry without a type', table('<Override PartName="/a.xml"/>'), 'content-types'],
    ['an unknown entry', table('<Other Extension="a" PartName="/a" ContentType="x/x"/>'), 'content-types'],
  ])('is refused for a content type table with %s', async (_, xml, fault) => {
    const entries = xml === undefined ? [] : [{ name: '[Content_Types].xml', bytes: latin1(xml), deflate: true }]
    const bytes = await writeZip([...entries, { name: 'a.xml', bytes: bytesOf('<a/>'), deflate: true }])
    expect(await faultOf(readPackage(bytes))).toBe(fault)
  })

  it('compares extensions and part names without regard to case', async () => {
    const bytes = await writeZip([
      {
        name: '[Content_Types].xml',
        bytes: bytesOf(table(fallback('PNG', 'image/png') + override('/Word/A.xml', 'x/a'))),
        deflate: true,
      },
      { name: 'word/b.png', bytes: bytesOf('b'), deflate: true },
      { name: 'word/a.xml', bytes: bytesOf('a'), deflate: true },
    ])
    const { parts: read } = await readPackage(bytes)
    expect([read.get('/word/b.png')?.contentType, read.get('/word/a.xml')?.contentType]).toEqual(['image/png', 'x/a'])
  })
})

describe('relationships', () => {
  it.each([
    ['/', '/_rels/.rels'],
    ['/word/document.xml', '/word/_rels/document.xml.rels'],
    ['/document.xml', '/_rels/document.xml.rels'],
  ])('of %s stand in %s', (source, name) => {
    expect(relationshipsPartName(source)).toBe(name)
    expect(relationshipSource(name)).toBe(source)
  })

  it.each([
    ['/', 'word/document.xml', '/word/document.xml'],
    ['/', '/word/document.xml', '/word/document.xml'],
    ['/word/document.xml', 'media/a.png', '/word/media/a.png'],
    ['/word/document.xml', '../customXml/item1.xml', '/customXml/item1.xml'],
    ['/word/document.xml', './media/a.png', '/word/media/a.png'],
    ['/word/document.xml', 'media/a.png#top', '/word/media/a.png'],
    ['/word/document.xml', '../../out.xml', undefined],
    ['/word/document.xml', 'http://example.invalid/', undefined],
    ['/word/document.xml', 'media\\a.png', undefined],
    ['/word/document.xml', 'media/%61.png', undefined],
    ['/word/document.xml', '#bookmark', undefined],
  ])('of %s resolve %s to %s', (source, target, resolved) => {
    expect(resolveTarget(source, relationship('rId1', target))).toBe(resolved)
  })

  it('name no part when they are external', () => {
    expect(resolveTarget('/word/document.xml', relationship('rId1', 'media/a.png', 'External'))).toBeUndefined()
  })

  it('survive writing and reading, whatever their characters', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text))
    const list = fc.uniqueArray(
      fc.record({ id: word, type: word, target: word, targetMode: fc.constantFrom('Internal', 'External') }),
      {
        selector: ({ id }) => id,
      },
    )
    fc.assert(
      fc.property(list, (relationships) => {
        expect(parseRelationships(writeRelationships(relationships))).toEqual(relationships)
      }),
      { seed: 137 },
    )
  })

  it.each([
    ['a replacement character', '\uFFFD'],
    ['a line separator, which XML 1.1 would change', '\u2028\u0085'],
    ['a line feed and a tab', 'a\nb\tc\r'],
    ['a rare character', '𠮷䶮'],
  ])('keep %s', (_, target) => {
    const [read] = parseRelationships(writeRelationships([relationship('rId1', target)]))
    expect(read?.target).toBe(target)
  })

  const namespace = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
  const one = '<Relationship Id="rId1" Type="urn:t" Target="a.xml"/>'
  it.each([
    ['the same Id twice', `<Relationships ${namespace}>${one}${one}</Relationships>`],
    ['text between them', `<Relationships ${namespace}>${one}text</Relationships>`],
    ['no target', `<Relationships ${namespace}><Relationship Id="a" Type="b"/></Relationships>`],
    [
      'another mode',
      `<Relationships ${namespace}><Relationship Id="a" Type="b" Target="c" TargetMode="Both"/></Relationships>`,
    ],
    [
      'an unknown attribute',
      `<Relationships ${namespace}><Relationship Id="a" Type="b" Target="c" Other="d"/></Relationships>`,
    ],
    ['an unknown element', `<Relationships ${namespace}><Link Id="a" Type="b" Target="c"/></Relationships>`],
  ])('are refused with %s', async (_, xml) => {
    expect(await faultOf(Promise.resolve().then(() => parseRelationships(bytesOf(xml))))).toBe('relationships')
  })

  it('are tidied: empty parts dropped, white space and comments gone', () => {
    const spaced = `<?xml version="1.0"?>\n<Relationships ${namespace}>\n  <!-- a -->${one}\n</Relationships>`
    const pkg = [
      part('/word/_rels/document.xml.rels', 'application/vnd.openxmlformats-package.relationships+xml', spaced),
      part(
        '/word/_rels/header1.xml.rels',
        'application/vnd.openxmlformats-package.relationships+xml',
        `<Relationships ${namespace}/>`,
      ),
    ].reduce(withPart, empty)
    const tidy = withTidyRelationships(pkg)
    expect([...tidy.parts.keys()]).toEqual(['/word/_rels/document.xml.rels'])
    expect(new TextDecoder().decode(tidy.parts.get('/word/_rels/document.xml.rels')?.bytes)).not.toMatch(/>\s+<|<!--/)
    expect(readRelationships(tidy, '/word/document.xml')).toEqual(readRelationships(pkg, '/word/document.xml'))
  })

  it('never share an Id', () => {
    const taken = [relationship('rId1', 'a'), relationship('rId1n2', 'b')]
    expect(freeRelationshipId(taken, 'rId1')).toBe('rId1n3')
    expect(freeRelationshipId(taken, 'rId9')).toBe('rId9')
    const pkg = withRelationship(empty, '/', relationship('rId1', 'a.xml'))
    expect(() => withRelationship(pkg, '/', relationship('rId1', 'b.xml'))).toThrow('taken')
  })
})

it('says in Chinese what is wrong with an unreadable file, what was kept and what to do', () => {
  const text = problemText('docx.unreadable', unreadable('duplicate-entry').details)
  expect(text.happened).toContain('重名')
  expect(text.kept).toContain('未作任何改动')
  expect(text.todo).toContain('原文件')
})

function table(entries: string): string {
  return `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${entries}</Types>`
}

function override(name: string, type: string): string {
  return `<Override PartName="${name}" ContentType="${type}"/>`
}

function fallback(extension: string, type: string): string {
  return `<Default Extension="${extension}" ContentType="${type}"/>`
}

function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}
