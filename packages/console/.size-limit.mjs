import { readFileSync } from 'node:fs'

/** What the page loads before anything is opened, as the build wrote it into its HTML. */
const html = readFileSync(new URL('dist/index.html', import.meta.url), 'utf8')
const initial = Array.from(html.matchAll(/assets\/[^"]+\.(?:js|css)/g), ([name]) => `dist/${name}`)

// biome-ignore lint/style/noDefaultExport: the form that size-limit asks for
export default [
  { name: 'console, with the inbox alone', path: initial, gzip: true, limit: '340 KB' },
]
