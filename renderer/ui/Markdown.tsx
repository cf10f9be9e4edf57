import { Fragment, type ReactNode } from 'react'
import './markdown.css'

/**
 * The few forms of Markdown that help is written in: # to ###, paragraphs, - and 1. lists, tables, > notes, **strong**,
 * `code` and [links](page). Nothing is ever taken as HTML: a `<` is a `<`.
 *
 *   <Markdown text={text} link={(page, words) => <Link …>{words}</Link>} />
 */
export type MarkdownProps = {
  readonly text: string
  readonly link: (target: string, words: string) => ReactNode
}

export function Markdown({ text, link }: MarkdownProps) {
  const blocks = text
    .replaceAll('\r\n', '\n')
    .trim()
    .split(/\n{2,}/)
  return (
    <div className="markdown">
      {keyed(blocks).map(([key, block]) => (
        <Fragment key={key}>{drawBlock(block, link)}</Fragment>
      ))}
    </div>
  )
}

type Link = MarkdownProps['link']

function drawBlock(block: string, link: Link): ReactNode {
  const lines = block.split('\n')
  const heading = /^(#{1,3}) (.+)$/.exec(lines[0] ?? '')
  if (heading !== null) {
    const rest = lines.slice(1).join('\n')
    return (
      <>
        {drawHeading(heading[1]?.length ?? 1, inline(heading[2] ?? '', link))}
        {rest !== '' && drawBlock(rest, link)}
      </>
    )
  }
  if (lines.every((line) => line.startsWith('- '))) return <ul>{items(lines, /^- /, link)}</ul>
  if (lines.every((line) => /^\d+\. /.test(line))) return <ol>{items(lines, /^\d+\. /, link)}</ol>
  if (lines.every((line) => line.startsWith('|'))) return drawTable(lines, link)
  if (lines.every((line) => line.startsWith('> ')))
    return <blockquote>{inline(lines.map((line) => line.slice(2)).join(''), link)}</blockquote>
  return <p>{inline(lines.join(''), link)}</p>
}

function drawHeading(level: number, words: ReactNode): ReactNode {
  if (level === 1) return <h2 className="markdown-title">{words}</h2>
  return level === 2 ? <h3>{words}</h3> : <h4>{words}</h4>
}

function items(lines: readonly string[], mark: RegExp, link: Link): ReactNode {
  return keyed(lines).map(([key, line]) => <li key={key}>{inline(line.replace(mark, ''), link)}</li>)
}

function drawTable(lines: readonly string[], link: Link): ReactNode {
  const [head = [], , ...body] = lines.map(cells)
  return (
    <table>
      <thead>
        <tr>
          {keyed(head).map(([key, cell]) => (
            <th key={key} scope="col">
              {inline(cell, link)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keyed(body).map(([key, row]) => (
          <tr key={key}>
            {keyed(row).map(([cellKey, cell]) => (
              <td key={cellKey}>{inline(cell, link)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function cells(line: string): readonly string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())
}

const marks = /(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\))/

function inline(text: string, link: Link): ReactNode {
  return keyed(text.split(marks)).map(([key, part]) => <Fragment key={key}>{drawPart(part, link)}</Fragment>)
}

function drawPart(part: string, link: Link): ReactNode {
  const target = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part)
  if (target !== null) return link(target[2] ?? '', target[1] ?? '')
  if (part.startsWith('**') && part.endsWith('**') && part.length > 4) return <strong>{part.slice(2, -2)}</strong>
  if (part.startsWith('`') && part.endsWith('`') && part.length > 2) return <kbd>{part.slice(1, -1)}</kbd>
  return part
}

/** The text of a page does not move: the place is the identity. */
function keyed<T>(values: readonly T[]): readonly (readonly [string, T])[] {
  return values.map((value, place) => [String(place), value])
}
