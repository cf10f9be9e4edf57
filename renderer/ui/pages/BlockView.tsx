import { Fragment, memo, type ReactNode } from 'react'
import type { Block, Cell, Inline, Paragraph, Row, Table } from './docxBlocks.ts'

export type BlockViewProps = { readonly blocks: readonly Block[]; readonly pageNumber?: number }

/** Paragraphs and tables as the browser's own layout engine breaks them into lines and columns. */
export const BlockView = memo(function BlockView({ blocks, pageNumber = 0 }: BlockViewProps) {
  return blocks.map((block, index) =>
    block.kind === 'table' ? (
      <TableView key={index} table={block} />
    ) : (
      <ParagraphView key={index} paragraph={block} pageNumber={pageNumber} />
    ),
  )
})

type ParagraphProps = { readonly paragraph: Paragraph; readonly pageNumber: number }

function ParagraphView({ paragraph, pageNumber }: ParagraphProps) {
  const { css, content, tab } = paragraph
  const at = content.findIndex(({ kind }) => kind === 'tab')
  if (at >= 0 && tab !== undefined) {
    return (
      <p className="docx-tabbed" style={{ ...css, width: `${tab}pt` }}>
        <span>{inlines(content.slice(0, at), pageNumber)}</span>
        <span>{inlines(content.slice(at + 1), pageNumber)}</span>
      </p>
    )
  }
  // An empty paragraph is a line all the same.
  return <p style={css}>{content.length === 0 ? <br /> : inlines(content, pageNumber)}</p>
}

function inlines(content: readonly Inline[], pageNumber: number): ReactNode {
  return content.map((inline, index) => <Fragment key={index}>{inlineView(inline, pageNumber)}</Fragment>)
}

function inlineView(inline: Inline, pageNumber: number): ReactNode {
  switch (inline.kind) {
    case 'text':
      return Object.keys(inline.css).length === 0 ? inline.text : <span style={inline.css}>{inline.text}</span>
    case 'break':
      return <br />
    case 'tab':
      return '\u2003'
    case 'pageNumber':
      return pageNumber
    case 'picture':
      return <img src={inline.url} alt={inline.alt} style={inline.css} />
  }
}

function TableView({ table }: { readonly table: Table }) {
  const width = table.columns.reduce((sum, column) => sum + column, 0)
  return (
    <table style={{ width: `${width}pt` }}>
      <colgroup>
        {table.columns.map((column, index) => (
          <col key={index} style={{ width: `${column}pt` }} />
        ))}
      </colgroup>
      {table.head.length > 0 && <thead>{table.head.map(rowView)}</thead>}
      <tbody>{table.rows.map(rowView)}</tbody>
    </table>
  )
}

function rowView({ css, cells }: Row, index: number): ReactNode {
  return (
    <tr key={index} style={css}>
      {cells.map(cellView)}
    </tr>
  )
}

function cellView({ css, blocks }: Cell, index: number): ReactNode {
  return (
    <td key={index} style={css}>
      <BlockView blocks={blocks} />
    </td>
  )
}
