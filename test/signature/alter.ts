import { readPackage, withPart, writePackage, type OpcPackage, type OpcPart } from '../../electron/opc/package.ts'
import { readRelationships, withRelationship, withRelationships } from '../../electron/opc/relationship.ts'
import { readZip, type ZipEntry } from '../../electron/opc/zip.ts'
import { writeZip } from '../../electron/opc/zipWriter.ts'

/** One way to change a finished file. */
export type Alteration = (docx: Uint8Array) => Promise<Uint8Array>

/** Changes the package and writes it anew, as a careful forger would. */
export function inPackage(change: (pkg: OpcPackage) => OpcPackage): Alteration {
  return async (docx) => writePackage(change(await readPackage(docx)))
}

/** Replaces the first occurrence in one part's text; throws if there is none, so that no alteration is empty by accident. */
export function inText(name: string, from: string | RegExp, to: string): Alteration {
  return inPackage((pkg) => {
    const part = partOf(pkg, name)
    const text = Buffer.from(part.bytes).toString('utf8')
    const altered = text.replace(from, to)
    if (altered === text) throw new Error(`nothing to replace in ${name}`)
    return withPart(pkg, { ...part, bytes: new TextEncoder().encode(altered) })
  })
}

export function inBytes(name: string, change: (bytes: Buffer) => Buffer): Alteration {
  return inPackage((pkg) => {
    const part = partOf(pkg, name)
    return withPart(pkg, { ...part, bytes: new Uint8Array(change(Buffer.from(part.bytes))) })
  })
}

export function addPart(name: string, contentType: string, text: string): (pkg: OpcPackage) => OpcPackage {
  return (pkg) => withPart(pkg, { name, contentType, bytes: new TextEncoder().encode(text) })
}

export function addRelationship(source: string, type: string, target: string): (pkg: OpcPackage) => OpcPackage {
  return (pkg) => withRelationship(pkg, source, { id: 'rIdAdded', type, target, targetMode: 'Internal' })
}

export function withoutPart(name: string): (pkg: OpcPackage) => OpcPackage {
  return (pkg) => {
    partOf(pkg, name)
    return { parts: new Map([...pkg.parts].filter(([each]) => each !== name)) }
  }
}

/** Removes one signature from the list of signatures. */
export function withoutRelationship(target: string): (pkg: OpcPackage) => OpcPackage {
  const origin = '/_xmlsignatures/origin.sigs'
  return (pkg) =>
    withRelationships(
      pkg,
      origin,
      readRelationships(pkg, origin).filter((each) => each.target !== target),
    )
}

/** The package as if nobody had ever signed it. */
export function withoutSignatures(pkg: OpcPackage): OpcPackage {
  const kept = new Map([...pkg.parts].filter(([name]) => !name.startsWith('/_xmlsignatures/')))
  const root = readRelationships(pkg, '/').filter(({ target }) => !target.startsWith('_xmlsignatures/'))
  return withRelationships({ parts: kept }, '/', root)
}

/** A copy of one part under another name. */
export function copyPart(from: string, to: string): (pkg: OpcPackage) => OpcPackage {
  return (pkg) => withPart(pkg, { ...partOf(pkg, from), name: to })
}

/** One change after the other. */
export function both(...changes: readonly ((pkg: OpcPackage) => OpcPackage)[]): Alteration {
  return inPackage((pkg) => changes.reduce((current, change) => change(current), pkg))
}

export function withContentType(name: string, contentType: string): (pkg: OpcPackage) => OpcPackage {
  return (pkg) => withPart(pkg, { ...partOf(pkg, name), contentType })
}

/** Writes the entries anew in another order and another compression. */
export async function reordered(docx: Uint8Array): Promise<Uint8Array> {
  return writeZip((await readZip(docx)).toReversed().map((entry) => ({ ...entry, deflate: false })))
}

/** A second entry of the same name, by writing another name first and then replacing it in the finished bytes. */
export async function withDuplicate(docx: Uint8Array, name: string, content: string): Promise<Uint8Array> {
  const standIn = name.replace(/.$/, '_')
  const added: ZipEntry = { name: standIn, bytes: new TextEncoder().encode(content) }
  const bytes = Buffer.from(
    await writeZip([...(await readZip(docx)), added].map((entry) => ({ ...entry, deflate: true }))),
  )
  for (let at = bytes.indexOf(standIn); at >= 0; at = bytes.indexOf(standIn, at + 1)) bytes.write(name, at, 'latin1')
  return bytes
}

export function partOf(pkg: OpcPackage, name: string): OpcPart {
  const part = pkg.parts.get(name)
  if (part === undefined) throw new Error(`the test expects a part ${name}`)
  return part
}
