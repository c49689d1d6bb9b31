import { Refusal } from '@parley/protocol'
import type { ImportOutcome, SiteImport, SiteRequest } from '@parley/protocol/rest/knowledge'
import { LRUCache } from 'lru-cache'
import type { OutsideFetch } from '../platform/outside/index.ts'
import type { Articles } from './articles/articles.ts'
import { importArticles } from './articles/import.ts'
import type { KnowledgePorts } from './ports.ts'
import type { Reader } from './reading/index.ts'
import type { Author } from './types.ts'

const PAGES_MAX = 500
const SITEMAPS_MAX = 20
const PAGE_BYTES_MAX = 5_000_000
/** Imports whose outcome can still be asked for; a restart forgets them, and what they brought stays. */
const IMPORTS_KEPT = 50

/** Takes over the pages that a site's sitemap names, one after the other, as documents. */
export function createSiteImport(ports: KnowledgePorts, articles: Articles, reader: Reader) {
  const imports = new LRUCache<string, SiteImport & { workspaceId: string }>({ max: IMPORTS_KEPT })
  const closing = new AbortController()
  const running = new Set<Promise<void>>()

  /** `found` and what further sitemaps name, of the site's own host alone. */
  async function pagesOf(load: OutsideFetch, url: string, wanted: number): Promise<string[]> {
    const { host } = new URL(url)
    const own = (address: string) => URL.parse(address)?.host === host
    const pages = new Set<string>()
    const sitemaps = [url]
    for (let index = 0; index < Math.min(sitemaps.length, SITEMAPS_MAX); index += 1) {
      const found = await reader.sitemap(await loadBytes(load, sitemaps[index] as string))
      for (const page of found.pages.filter(own)) pages.add(page)
      if (pages.size >= wanted) break
      sitemaps.push(...found.sitemaps.filter((one) => own(one) && !sitemaps.includes(one)))
    }
    if (pages.size === 0) throw new Refusal('bad_input', `The sitemap names no page of ${host}.`)
    return Array.from(pages).slice(0, wanted)
  }

  async function loadBytes(load: OutsideFetch, url: string): Promise<Uint8Array> {
    const response = await load(url, { signal: closing.signal })
    if (response.ok) return new Uint8Array(await response.arrayBuffer())
    await response.body?.cancel()
    throw new Refusal('bad_input', `The site answered with ${response.status}.`)
  }

  async function takeOver(
    load: OutsideFetch,
    author: Author,
    request: SiteRequest,
    url: string,
  ): Promise<ImportOutcome> {
    try {
      const { title, markdown } = await reader.document(
        'page.html',
        await loadBytes(load, url),
        url,
      )
      const { locale, audience = 'everyone', isPublished = false } = request
      const content = { title, body: markdown, locale, audience }
      const page = { key: url.slice(0, 500), source: url, content }
      const { outcomes } = await importArticles(
        ports,
        articles,
        author,
        'document',
        [page],
        isPublished,
      )
      const { outcome = 'unchanged', articleId = '' } = outcomes[0] ?? {}
      return { name: url, outcome, articleId, problem: '' }
    } catch (error) {
      return { name: url, outcome: 'failed', articleId: '', problem: problemOf(error) }
    }
  }

  async function run(load: OutsideFetch, author: Author, request: SiteRequest, state: SiteImport) {
    try {
      const pages = await pagesOf(load, request.sitemapUrl, request.pagesMax ?? PAGES_MAX)
      state.pages = pages.length
      for (const page of pages) {
        if (closing.signal.aborted) throw new Refusal('draining', 'The server was stopped.')
        state.outcomes.push(await takeOver(load, author, request, page))
      }
      state.state = 'done'
    } catch (error) {
      state.state = 'failed'
      state.problem = problemOf(error)
    }
  }

  /** What went wrong, in words for who asked; failures of our own are reported. */
  function problemOf(error: unknown): string {
    if (error instanceof Refusal) return error.message
    if (error instanceof Error && error.name === 'OutsideError') return error.message
    ports.failed(error, 'site import')
    return 'The server failed. Try again.'
  }

  return {
    /** Begins an import; one at a time in each workspace. */
    start(author: Author, request: SiteRequest): SiteImport {
      for (const { workspaceId, state } of imports.values()) {
        if (workspaceId === author.workspaceId && state === 'running') {
          throw new Refusal('conflict', 'Another site is being imported. Wait until it is done.')
        }
      }
      const state: SiteImport = {
        id: ports.newId(),
        sitemapUrl: request.sitemapUrl,
        state: 'running',
        problem: '',
        pages: 0,
        outcomes: [],
      }
      imports.set(state.id, Object.assign(state, { workspaceId: author.workspaceId }))
      const load = ports.outside({
        reach: request.reach ?? 'outside',
        isPlainHttpAllowed: true,
        redirectsMax: 3,
        answerTimeoutMs: 15_000,
        idleTimeoutMs: 15_000,
        bodyBytesMax: PAGE_BYTES_MAX,
      })
      const work = run(load, author, request, state).finally(() => running.delete(work))
      running.add(work)
      return toSiteImport(state)
    },

    find(workspaceId: string, id: string): SiteImport {
      const state = imports.get(id)
      if (state?.workspaceId === workspaceId) return toSiteImport(state)
      throw new Refusal('not_found', 'There is no such import.')
    },

    async [Symbol.asyncDispose](): Promise<void> {
      closing.abort(new Refusal('draining', 'The server was stopped.'))
      await Promise.allSettled(running)
    },
  }
}

function toSiteImport({ id, sitemapUrl, state, problem, pages, outcomes }: SiteImport): SiteImport {
  return { id, sitemapUrl, state, problem, pages, outcomes: [...outcomes] }
}
