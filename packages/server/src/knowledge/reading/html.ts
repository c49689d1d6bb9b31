import { Parser } from 'htmlparser2'

/** What is no text of the page: scripts, controls, and what stands around every page of a site. */
const silent = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'object',
  'svg',
  'nav',
  'footer',
  'aside',
  'button',
  'select',
  'textarea',
])
const blocks = new Set([
  ...['p', 'div', 'section', 'article', 'main', 'ul', 'ol', 'table', 'tr', 'blockquote', 'pre'],
  ...['dl', 'dt', 'dd', 'figure', 'figcaption', 'address', 'body', 'details', 'summary'],
])

export interface Page {
  title: string
  markdown: string
}

/**
 * A page's text as Markdown: headings, paragraphs, lists, tables, and links with whole addresses
 * where `base` is given. Nothing else of the page is kept. One pass, whatever the nesting.
 */
export function readHtml(html: string, base = ''): Page {
  const lines: string[] = []
  let line = ''
  let prefix = ''
  let title = ''
  let heading = ''
  let isTitle = false
  let silence = 0
  let href: string | undefined
  let linkText = ''

  const endLine = () => {
    const text = line.replaceAll(/\s+/g, ' ').trim()
    if (text !== '') lines.push(prefix + text)
    line = ''
    prefix = ''
  }
  const write = (text: string) => {
    if (href === undefined) line += text
    else linkText += text
  }
  const endLink = () => {
    if (href === undefined) return
    const text = linkText.replaceAll(/[\s[\]]+/g, ' ').trim()
    const address = href === '' || text === '' ? '' : toAddress(href, base)
    href = undefined
    line += address === '' ? text : `[${text}](${address})`
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      if (silent.has(name)) silence += 1
      if (silence > 0) return
      if (name === 'title') isTitle = true
      else if (name === 'br') write(' ')
      else if (/^h[1-6]$/.test(name)) {
        endLink()
        endLine()
        prefix = `${'#'.repeat(Number(name[1]))} `
      } else if (name === 'li') {
        endLink()
        endLine()
        prefix = '- '
      } else if (name === 'td' || name === 'th') write(' | ')
      else if (name === 'a') {
        endLink()
        href = attributes.href ?? ''
        linkText = ''
      } else if (blocks.has(name) && line.trim() !== '') {
        endLink()
        endLine()
      }
    },
    ontext(text) {
      if (isTitle) title += text
      else if (silence === 0) write(text)
    },
    onclosetag(name) {
      if (silent.has(name)) silence = Math.max(0, silence - 1)
      if (silence > 0) return
      if (name === 'title') isTitle = false
      else if (name === 'a') endLink()
      else if (/^h[1-6]$/.test(name)) {
        heading ||= line.trim()
        endLink()
        endLine()
      } else if (name === 'li' || blocks.has(name)) {
        endLink()
        endLine()
      }
    },
  })
  parser.end(html)
  endLink()
  endLine()
  return {
    title: (title || heading).replaceAll(/\s+/g, ' ').trim(),
    markdown: lines.join('\n\n'),
  }
}

function toAddress(href: string, base: string): string {
  const url = URL.parse(href, base === '' ? undefined : base)
  if (url === null || !/^(https?|mailto|tel):$/.test(url.protocol)) return ''
  return url.href.replaceAll('(', '%28').replaceAll(')', '%29')
}
