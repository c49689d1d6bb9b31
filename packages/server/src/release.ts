import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The release that runs, as `parley --version` prints it. */
export const version: string = JSON.parse(readFileSync(at('../package.json'), 'utf8')).version

/** Where `npm run build` puts the pages. */
export const widgetFolder = at('../../widget/dist')
export const consoleFolder = at('../../console/dist')
export const demoShopFolder = at('../demo-shop')

/** What the demo's assistant knows. */
export const demoKnowledgeFolder = new URL('../src/demo/knowledge/', import.meta.url)
