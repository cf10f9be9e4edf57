import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

export type Fault = { readonly file: string; readonly line: number | undefined; readonly rule: string }
export type LintResult = { readonly files: number; readonly faults: readonly Fault[] }

/** Lints planted files, path → text, in a folder of their own under the project's rules. */
export async function lintPlanted(planted: ReadonlyMap<string, string>): Promise<LintResult> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-rules-'))
  try {
    await cp(join(projectRoot, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    await writeFile(join(folder, 'tsconfig.json'), await plainTsconfig())
    for (const [path, text] of planted) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    return await lint(folder, ['.'])
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The project's compiler options without the type packages, which the temporary folder does not have. */
async function plainTsconfig(): Promise<string> {
  const tsconfig = JSON.parse(await readFile(join(projectRoot, 'tsconfig.json'), 'utf8')) as { compilerOptions: object }
  return JSON.stringify({ compilerOptions: { ...tsconfig.compilerOptions, types: [] } })
}

type Report = {
  readonly number_of_files: number
  readonly diagnostics: readonly {
    readonly code?: string
    readonly message: string
    readonly filename: string
    readonly labels: readonly { readonly span?: { readonly line: number } }[]
  }[]
}

async function lint(folder: string, targets: readonly string[]): Promise<LintResult> {
  const oxlint = join(projectRoot, 'node_modules/oxlint/bin/oxlint')
  const output = await new Promise<string>((resolve) => {
    // The exit status is 1 when faults are found: the report says which.
    execFile(process.execPath, [oxlint, '-f', 'json', ...targets], { cwd: folder, maxBuffer: 1 << 28 }, (_, stdout) =>
      resolve(stdout),
    )
  })
  const report = JSON.parse(output) as Report
  return {
    files: report.number_of_files,
    faults: report.diagnostics.map(({ code, message, filename, labels }) => ({
      file: filename.replaceAll('\\', '/').replace(/^\.\//, ''),
      line: labels[0]?.span?.line,
      rule: code ?? message,
    })),
  }
}
