import { Refusal } from '@parley/protocol'
import type { BulkImport, ImportOutcome } from '@parley/protocol/rest/knowledge'
import { createArticles } from './articles/articles.ts'
import { createFaqShelf } from './articles/faq-shelf.ts'
import { importArticles } from './articles/import.ts'
import { createGraphRoom } from './graph/graph-room.ts'
import { createLive } from './graph/live.ts'
import type { KnowledgePorts } from './ports.ts'
import { createReader } from './reading/index.ts'
import { createEmbedding } from './search/embedding.ts'
import { search } from './search/search.ts'
import { createVectors } from './search/vectors.ts'
import { createSiteImport } from './site-import.ts'
import type { Audience, Author, Locale, Passage, SearchQuestion } from './types.ts'

/** A document that somebody has brought. */
export interface DocumentUpload {
  name: string
  bytes: Uint8Array
  locale: Locale
  audience?: Audience | undefined
  isPublished?: boolean | undefined
}

/** A file of FAQ entries. */
export interface FaqUpload {
  format: 'csv' | 'json'
  bytes: Uint8Array
  /** Of entries that name none. */
  locale?: Locale | undefined
  isPublished?: boolean | undefined
}

/**
 * What a company knows: articles and how they are found, the graph and how it answers. Everything is
 * one workspace's; nothing of another one is ever found.
 */
export function createKnowledge(given: KnowledgePorts) {
  const ports: KnowledgePorts = {
    ...given,
    announce(event) {
      // First our own memory, so that whoever hears of the change reads what is new.
      if (event.sources.some(({ kind }) => kind === 'article')) {
        faq.forget(event.workspaceId)
        const engine = given.embedder(event.workspaceId)
        if (engine !== undefined) vectors.forget(event.workspaceId, engine.model)
        embedding.wake(event.workspaceId)
      }
      if (event.sources.some(({ kind }) => kind === 'fact')) graph.forget(event.workspaceId)
      given.announce(event)
    },
  }
  const reader = createReader()
  const articles = createArticles(ports)
  const faq = createFaqShelf(ports)
  const vectors = createVectors(ports.storage)
  const embedding = createEmbedding(ports, vectors)
  const live = createLive(ports)
  const graph = createGraphRoom(ports, reader, live)
  const sites = createSiteImport(ports, articles, reader)

  return {
    articles,
    graph,
    live,
    sites,

    /** Published FAQ entries, at once when they are in memory. Look at their validity. */
    faq: faq.of,

    /** The best passages for a question, at most `limit`. */
    search: (workspaceId: string, question: SearchQuestion, limit: number): Promise<Passage[]> =>
      search(ports, vectors, workspaceId, question, limit),

    /** The workspace's embedding engine has changed: passages may need new vectors. */
    embedderChanged: (workspaceId: string): void => embedding.wake(workspaceId),

    /**
     * Takes over a file; the same name in the same language becomes a new version.
     *
     * @throws {Refusal} `bad_input` with what is wrong with the file, `overloaded`, `conflict`
     */
    async importDocument(author: Author, upload: DocumentUpload): Promise<ImportOutcome> {
      const { name, locale, audience = 'everyone' } = upload
      const { title, markdown } = await reader.document(name, upload.bytes)
      const content = { title, body: markdown, locale, audience }
      const { outcomes } = await importArticles(
        ports,
        articles,
        author,
        'document',
        [{ key: name, source: name, content }],
        upload.isPublished ?? false,
      )
      const [first] = outcomes
      if (first === undefined) throw new Refusal('internal', 'The document was not stored.')
      return { name, outcome: first.outcome, articleId: first.articleId, problem: '' }
    },

    /** Takes over FAQ entries, all or none; the same key and language becomes a new version. */
    async importFaq(author: Author, upload: FaqUpload): Promise<BulkImport> {
      const entries = await reader.faq(upload.format, upload.bytes, upload.locale)
      const isPublished = upload.isPublished ?? false
      const { totals } = await importArticles(ports, articles, author, 'faq', entries, isPublished)
      return totals
    },

    /** Resolves when the vectors of what was changed so far have been tried for. */
    settled: (): Promise<void> => embedding.settled(),

    async [Symbol.asyncDispose](): Promise<void> {
      await sites[Symbol.asyncDispose]()
      await reader[Symbol.asyncDispose]()
      await embedding[Symbol.asyncDispose]()
      await vectors[Symbol.asyncDispose]()
    },
  }
}

export type Knowledge = ReturnType<typeof createKnowledge>
