import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { joinSignatures } from '../../electron/signature/join.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { exampleMemo, renderMemo } from '../documents/exampleMemo.ts'
import { inText } from './alter.ts'
import { toPem } from './identity.ts'
import { makeSignedMemo, signedAt, type SignedMemo } from './memo.ts'
import { resigned } from './resign.ts'

/** Independent checkers that stand beside this repository, and the programs they need. */
const tools = process.env['MINGCHA_CHECKERS'] ?? new URL('../../../shared/tools', import.meta.url).pathname
const xmlsec = available('verify-xmlsec', 'xmlsec1')
const libreOffice = available('verify-lo', 'soffice')

let folder: string
let files: {
  readonly good: readonly string[]
  /** In a canonical form that this program reads and never writes. */
  readonly otherForm: string
  readonly bad: string
  readonly authority: string
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-verify-'))
  const mixed = await makeSignedMemo('RSA-3072', 'P-256')
  const printed = await makeSignedMemo('P-256', 'RSA-3072', mixed.authority, await printMemo())
  const plain = await makeSignedMemo('RSA-2048', 'RSA-2048', mixed.authority)
  const curved = await makeSignedMemo('P-256', 'P-256', mixed.authority)
  files = {
    good: [
      await save('mixed.docx', mixed.signed),
      await save('plain.docx', plain.signed),
      await save('printed.docx', printed.signed),
    ],
    otherForm: await save('form.docx', await inOtherForm(curved)),
    bad: await save('bad.docx', await inText('/word/document.xml', '第二分局', '第三分局')(mixed.signed)),
    authority: await save('authority.pem', toPem(mixed.authority.der)),
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('this program finds them valid and covered, whoever wrote the document', async () => {
  const anchors = [files.authority].map((pem) => new X509Certificate(readFileSync(pem)).raw)
  const found = await Promise.all(files.good.map((file) => verifyDocx(readFileSync(file), { at: signedAt, anchors })))
  expect(found.map(({ verdict, coverage }) => [verdict, coverage.uncovered])).toEqual(
    files.good.map(() => ['valid', []]),
  )
})

it.skipIf(!xmlsec)('xmlsec1 finds every signature valid and trusted, and a changed text broken', () => {
  const found = check('verify-xmlsec', [...files.good, files.bad])
  expect(found.map(({ ok }) => ok)).toEqual([true, true, true, false])
  expect(found.slice(0, 3).flatMap(({ signatures }) => signatures)).toMatchObject(
    ['李 明', '王芳', '李 明', '王芳', '李 明', '王芳'].map((signer) => ({
      valid: true,
      certificate: 'trusted',
      signer,
    })),
  )
})

it.skipIf(!xmlsec)('xmlsec1 and this program agree on the exclusive form', async () => {
  const anchors = [new X509Certificate(readFileSync(files.authority)).raw]
  const found = await verifyDocx(readFileSync(files.otherForm), { at: signedAt, anchors })
  expect([found.verdict, check('verify-xmlsec', [files.otherForm]).map(({ ok }) => ok)]).toEqual(['valid', [true]])
})

it.skipIf(!libreOffice)(
  'LibreOffice opens the memo and finds both signatures valid, trusted and on their lines',
  () => {
    const found = check('verify-lo', ['--open', ...files.good, files.bad])
    expect(found.map(({ ok }) => ok)).toEqual([true, true, true, false])
    for (const { signatures } of found.slice(0, 3)) {
      expect(signatures).toMatchObject([
        {
          valid: true,
          certificate: 'trusted',
          signingTime: '2026-11-22T07:20:00',
          signatureLineId: expect.stringContaining('0001}'),
        },
        {
          valid: true,
          certificate: 'trusted',
          signingTime: '2026-11-22T07:20:00',
          signatureLineId: expect.stringContaining('0002}'),
        },
      ])
    }
  },
)

/** The memo as this program prints it, with a third signer who signs on paper. */
async function printMemo(): Promise<Uint8Array> {
  const signers = [
    { name: '李 明', role: '组长' },
    { name: '王芳', role: '检查人员' },
    { name: '陈堃', role: '被检查单位负责人', paper: true },
  ]
  return renderMemo(await exampleMemo({ signers }))
}

async function inOtherForm({
  signatures: [leader, member],
  leader: signer,
  unsigned,
}: SignedMemo): Promise<Uint8Array> {
  const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
  const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
  const rewritten = resigned(leader, signer, (xml) =>
    xml
      .replace(`<CanonicalizationMethod Algorithm="${inclusive}"`, `<CanonicalizationMethod Algorithm="${exclusive}"`)
      .replace(
        `<Transforms><Transform Algorithm="${inclusive}"></Transform>`,
        `<Transforms><Transform Algorithm="${exclusive}"><InclusiveNamespaces xmlns="${exclusive}" PrefixList="xd"></InclusiveNamespaces></Transform>`,
      ),
  )
  return joinSignatures(unsigned, [rewritten, member])
}

type Checked = { readonly ok: boolean; readonly signatures: readonly unknown[] }

function check(tool: string, args: readonly string[]): readonly Checked[] {
  const { stdout, stderr } = spawnSync(join(tools, tool), ['--ca', files.authority, ...args], { encoding: 'utf8' })
  const lines = stdout.split('\n').filter((line) => line !== '')
  if (lines.length === 0) throw new Error(`${tool} said nothing: ${stderr}`)
  return lines.map((line): Checked => JSON.parse(line))
}

function available(tool: string, program: string): boolean {
  const present = existsSync(join(tools, tool)) && spawnSync(program, ['--version']).status === 0
  if (!present) process.stderr.write(`left out: the tests against ${program}, which is not installed here\n`)
  return present
}

async function save(name: string, content: Uint8Array | string): Promise<string> {
  await writeFile(join(folder, name), content)
  return join(folder, name)
}
