#!/usr/bin/env -S node --max-semi-space-size=4 --max-old-space-size=1024 --wasm-wrapper-tiering-budget=2147483647
import { Command, InvalidArgumentError, Option } from 'commander'
import { demoCommand } from './cli/demo.ts'
import { tellFailure } from './cli/failure.ts'
import { exportCommand, importCommand } from './cli/packages.ts'
import { serveCommand } from './cli/serve.ts'
import { checkCommand, rebuildCommand } from './cli/soundness.ts'
import { verifyCommand } from './cli/verify.ts'

// Whatever is written from here on, the database and what is handed out alike, is for this user alone.
process.umask(0o077)

/** The command line: `npx mingcha …`. Texts for people are Chinese; JSON goes to standard output. */
const program = new Command('mingcha')
  .description('明察：明察暗访检查记录、签名备忘录和整改台账')
  .helpOption('-h, --help', '显示帮助')
  .addHelpCommand('help [command]', '显示某个命令的帮助')
  // Its own words are English; ours are said where the error is caught.
  .configureOutput({ outputError: () => undefined })
  .exitOverride()

program
  .command('serve')
  .description('在本机打开窗口（只在 127.0.0.1 上提供服务）')
  .addOption(new Option('--data <文件夹>', '存放工作区的文件夹'))
  .addOption(new Option('--port <端口>', '端口，默认由系统分配').argParser(portNumber))
  .action(serveCommand)

program
  .command('demo')
  .description('在真实文件上走完全程：检查、取证、签名备忘录、上报、回执（演练数据）')
  .requiredOption('--out <文件夹>', '放结果的空文件夹')
  .option('--tamper', '另做几份改动过的副本，并说明各是怎样被拒绝的')
  .action(demoCommand)

program
  .command('verify')
  .description('核验一份 .docx 备忘录或 .mcsync 数据包')
  .argument('<文件>')
  .option('--ca <PEM文件>', '可信的证书机构，可以多次给出', collect, [])
  .option('--identity <文件>', '打开数据包的 age 身份文件，可以多次给出', collect, [])
  .action(verifyCommand)

program
  .command('export')
  .description('从一个工作区写出给总部或其他检查组的数据包')
  .requiredOption('--workspace <文件夹>', '工作区文件夹')
  .option('--to <接收方>', '接收方名称或日志编号，默认总部')
  .option('--holdings', '改为导出本工作区所存的问题清单、照片和核验结果')
  .requiredOption('--out <文件夹>', '放结果的文件夹')
  .option('--password-file <文件>', '从文件读取密码，不给则提示输入')
  .action(exportCommand)

program
  .command('import')
  .description('把一个数据包导入工作区：先检查并预览，再接收')
  .argument('<文件>')
  .requiredOption('--workspace <文件夹>', '工作区文件夹')
  .option('--preview', '只预览，不接收')
  .option('--password-file <文件>', '从文件读取密码，不给则提示输入')
  .action(importCommand)

program
  .command('check')
  .description('检查一个工作区是否完好：数据库、变更日志、附件，以及各表与日志是否一致')
  .requiredOption('--workspace <文件夹>', '工作区文件夹')
  .option('--password-file <文件>', '从文件读取密码，不给则提示输入')
  .action(checkCommand)

program
  .command('rebuild')
  .description('按变更日志重建一个工作区的各表，并说明与原来有何不同')
  .requiredOption('--workspace <文件夹>', '工作区文件夹')
  .option('--password-file <文件>', '从文件读取密码，不给则提示输入')
  .action(rebuildCommand)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = tellFailure(error, (text) => process.stderr.write(text))
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value]
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('')
  return port
}
