import { describe, expect, it } from 'vitest'
import { outsideLimits } from '../../electron/contract/exchange/outsideLimits.ts'
import { readZip } from '../../electron/opc/zip.ts'
import { writeZip, type StoredEntry } from '../../electron/opc/zipWriter.ts'
import { faultOf } from './fault.ts'

const text = (value: string) => new TextEncoder().encode(value)
const entry = (name: string, value = name): StoredEntry => ({ name, bytes: text(value), deflate: true })
const two = [entry('word/a.xml', 'alpha alpha alpha'), entry('word/b.xml', 'beta')]

describe('a written archive', () => {
  it('gives back its entries in order', async () => {
    const entries = [
      ...two,
      { name: 'word/photo.jpg', bytes: text('jpeg'), deflate: false },
      entry('word/_rels/a.xml.rels'),
    ]
    const read = await readZip(await writeZip(entries))
    expect(read).toEqual(entries.map(({ name, bytes }) => ({ name, bytes })))
  })

  it('has the same bytes whatever the time and the time zone', async () => {
    const zone = process.env['TZ']
    const archives = []
    for (const name of ['Asia/Shanghai', 'America/New_York', 'UTC']) {
      process.env['TZ'] = name
      archives.push(Buffer.from(await writeZip(two)).toString('hex'))
    }
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
    expect(new Set(archives).size).toBe(1)
  })

  it('stores what is not to be deflated', async () => {
    const noise = { name: 'word/photo.jpg', bytes: text('a'.repeat(1000)), deflate: false }
    expect((await writeZip([noise])).length).toBeGreaterThan(1000)
    expect((await writeZip([{ ...noise, deflate: true }])).length).toBeLessThan(300)
  })
})

describe('an archive that can be read in two ways', () => {
  const names: readonly (readonly [string, string])[] = [
    ['a name that climbs', 'word/../b.xml'],
    ['a name with a backslash', 'word\\b.xml.'],
    ['an absolute name', '/word/b.xml'],
    ['a name with a percent sign', 'word/%2e.xm'],
    ['a name that is not ASCII', 'word/附.xml'],
    ['a name with a control character', 'word/b\n.xml'],
    ['an empty segment', 'word//b.xml'],
    ['a segment that ends with a dot', 'word./b.xml'],
  ]
  it.each(names)('is refused for %s', async (_, name) => {
    expect(await faultOf(readZip(await renamed('word/b.xml', name)))).toBe('entry-name')
  })

  it.each([
    ['the same name', 'word/a.xml'],
    ['a name that differs only in case', 'word/A.xml'],
  ])('is refused for two entries with %s', async (_, name) => {
    expect(await faultOf(readZip(await renamed('word/b.xml', name)))).toBe('duplicate-entry')
  })

  it('is refused when local header and directory disagree on a name', async () => {
    const bytes = Buffer.from(await writeZip(two))
    bytes.write('word/c.xml', bytes.indexOf('word/b.xml'), 'latin1')
    expect(await faultOf(readZip(bytes))).toBe('zip-structure')
  })

  it.each([
    ['before its first entry', (bytes: Buffer) => Buffer.concat([Buffer.from('MZ junk'), bytes]), 'not-zip'],
    ['after its end', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('junk')]), 'zip-structure'],
    ['in a comment', commented, 'zip-structure'],
    ['between its entries', withHiddenBytes, 'zip-structure'],
  ])('is refused for bytes %s', async (_, alter, fault) => {
    expect(await faultOf(readZip(alter(Buffer.from(await writeZip(two)))))).toBe(fault)
  })
})

describe('an archive that is damaged or hostile', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('This is no archive, whatever its name says.')],
    ['zeros', Buffer.alloc(4096)],
  ])('is refused when it is %s', async (_, bytes) => {
    expect(await faultOf(readZip(bytes))).toBe('not-zip')
  })

  it('is refused at every length it can be cut to', async () => {
    const bytes = await writeZip(two)
    for (let length = 0; length < bytes.length; length += 1) {
      expect(await faultOf(readZip(bytes.subarray(0, length)))).not.toBe('read')
    }
  })

  it('is refused for a checksum that does not hold', async () => {
    const bytes = Buffer.from(await writeZip([{ name: 'word/a.xml', bytes: text('alpha'), deflate: false }]))
    bytes.write('alphA', bytes.indexOf('alpha'))
    expect(await faultOf(readZip(bytes))).toBe('checksum')
  })

  it('is refused for an encrypted entry', async () => {
    const bytes = Buffer.from(await writeZip([entry('word/a.xml')]))
    const directory = bytes.indexOf('PK\x01\x02')
    bytes.writeUInt16LE(bytes.readUInt16LE(directory + 8) | 1, directory + 8)
    expect(await faultOf(readZip(bytes))).toBe('encrypted')
  })

  it.each([
    ['too many entries', { entries: 1 }, 'too-many-entries'],
    ['an entry too large', { entryBytes: 10 }, 'too-large'],
    ['entries too large together', { totalBytes: 20 }, 'too-large'],
    ['a name too long', { nameBytes: 9 }, 'entry-name'],
    ['more than its own size allows', { ratio: 0.01, freeBytes: 20 }, 'too-large'],
  ])('is refused for %s', async (_, limits, fault) => {
    expect(await faultOf(readZip(await writeZip(two), { ...outsideLimits.zip, ...limits }))).toBe(fault)
  })

  it('is refused when 20 KB unfold to 16 MB, but not when 1 KB unfolds to 1 MB', async () => {
    const blanks = (bytes: number) => writeZip([{ name: 'word/a.xml', bytes: new Uint8Array(bytes), deflate: true }])
    expect(await faultOf(readZip(await blanks(16 * 1024 ** 2)))).toBe('too-large')
    expect(await faultOf(readZip(await blanks(1024 ** 2)))).toBe('read')
  })

  it('is refused when an entry inflates to more than it declares', async () => {
    const bytes = Buffer.from(await writeZip([entry('word/a.xml', 'a'.repeat(100_000))]))
    const directory = bytes.indexOf('PK\x01\x02')
    bytes.writeUInt32LE(1000, directory + 24)
    expect(await faultOf(readZip(bytes))).toBe('compression')
  })
})

/** Writes `to` over `from` in the local header and in the directory; both have the same length. */
async function renamed(from: string, to: string): Promise<Uint8Array> {
  const original = Buffer.from(await writeZip([two[0] ?? entry('x'), entry(padded(from, to), 'beta')]))
  const target = Buffer.from(to)
  for (let at = original.indexOf(padded(from, to)); at >= 0; at = original.indexOf(padded(from, to), at + 1))
    target.copy(original, at)
  return original
}

/** A stand-in name as long as the wanted one in bytes. */
function padded(from: string, to: string): string {
  return from.padEnd(Buffer.byteLength(to), 'x').slice(0, Buffer.byteLength(to))
}

function commented(bytes: Buffer): Buffer {
  const ended = Buffer.concat([bytes, Buffer.from('note')])
  ended.writeUInt16LE(4, bytes.length - 2)
  return ended
}

/** Moves the directory and every entry after the first by a few bytes that no entry owns. */
function withHiddenBytes(bytes: Buffer): Buffer {
  const hidden = Buffer.from('hidden!!')
  const second = bytes.indexOf('PK\x03\x04', 4)
  const moved = Buffer.concat([bytes.subarray(0, second), hidden, bytes.subarray(second)])
  const directory = moved.indexOf('PK\x01\x02')
  const secondRecord = moved.indexOf('PK\x01\x02', directory + 4)
  moved.writeUInt32LE(second + hidden.length, secondRecord + 42)
  moved.writeUInt32LE(directory, moved.length - 22 + 16)
  return moved
}
