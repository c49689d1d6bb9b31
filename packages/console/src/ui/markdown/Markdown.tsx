import type { ReactNode } from 'react'
import { placeKey } from '../place-key.ts'
import { type Block, readMarkdown } from './blocks.ts'
import type { Inline } from './inline.ts'
import styles from './Markdown.module.css'

/** Characters that are drawn; longer texts are for search, not for reading here. */
const DRAWN_MAX = 60_000

/** A Markdown text as a reader sees it. Nothing in it becomes HTML of its own. */
export function Markdown({ text }: { text: string }) {
  const blocks = readMarkdown(text.slice(0, DRAWN_MAX))
  return <div className={styles.text}>{drawBlocks(blocks)}</div>
}

const drawBlocks = (blocks: readonly Block[]) =>
  blocks.map((block, at) => <BlockView key={placeKey(at)} block={block} />)

const drawParts = (parts: readonly Inline[]): ReactNode[] =>
  parts.map((part, at) => <InlineView key={placeKey(at)} part={part} />)

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      // The page has headings of its own: these are no part of its outline.
      return (
        <p className={styles.heading} data-level={block.level}>
          {drawParts(block.parts)}
        </p>
      )
    case 'paragraph':
      return <p>{drawParts(block.parts)}</p>
    case 'list': {
      const items = block.items.map((item, at) => <li key={placeKey(at)}>{drawItem(item)}</li>)
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
    case 'quote':
      return <blockquote>{drawBlocks(block.blocks)}</blockquote>
    case 'code':
      return <pre>{block.text}</pre>
    case 'table':
      return <TableView head={block.head} rows={block.rows} />
    case 'rule':
      return <hr />
  }
}

/** An item of one line stands without a paragraph's distances. */
function drawItem(blocks: readonly Block[]): ReactNode {
  const [first, ...rest] = blocks
  if (first?.kind !== 'paragraph') return drawBlocks(blocks)
  return (
    <>
      {drawParts(first.parts)}
      {drawBlocks(rest)}
    </>
  )
}

function TableView({ head, rows }: { head: Inline[][]; rows: Inline[][][] }) {
  return (
    <div className={styles.table}>
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={placeKey(at)}>{drawParts(cell)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={placeKey(line)}>
              {row.map((cell, at) => (
                <td key={placeKey(at)}>{drawParts(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function InlineView({ part }: { part: Inline }) {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'code':
      return <code>{part.text}</code>
    case 'strong':
      return <strong>{drawParts(part.parts)}</strong>
    case 'emphasis':
      return <em>{drawParts(part.parts)}</em>
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noreferrer noopener">
          {drawParts(part.parts)}
        </a>
      )
  }
}
