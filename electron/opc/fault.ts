import { isProblem, Problem } from '../contract/problem/problem.ts'

/** Why a file is not a package that can be read in one way only. Stable names; the Chinese clause goes into the Problem. */
export type PackageFault = keyof typeof clauses

/** The Problem 'docx.unreadable' for one fault. */
export function unreadable(fault: PackageFault): Problem<'docx.unreadable'> {
  return new Problem('docx.unreadable', { fault, because: clauses[fault] })
}

/** Runs a parser; whatever it throws that is not yet a Problem becomes the given fault. */
export function orUnreadable<T>(fault: PackageFault, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw isProblem(error) ? error : unreadable(fault)
  }
}

const clauses = {
  'not-zip': '它不是 zip 格式的文档，或者内容不完整',
  'zip-structure': '它的内部结构有误，前后夹带了多余内容或者有条目相互重叠',
  'entry-name': '其中有名称不合规定的条目',
  'duplicate-entry': '其中有重名的条目，同一名称可以读出两种内容',
  encrypted: '其中有加密的条目',
  compression: '其中有压缩数据损坏的条目',
  checksum: '其中有校验和不符的条目',
  'too-many-entries': '其中的条目过多',
  'too-large': '其中的内容展开后过大',
  'content-types': '它缺少内容类型表，或者内容类型表有误',
  relationships: '它的部件关系有误',
  xml: '其中的 XML 有误',
  'too-complex': '其中的 XML 层次、元素或者属性过多，正常的文档不会这样',
  dtd: '其中的 XML 带有 DTD 声明',
  'main-document': '其中没有正文',
} as const
