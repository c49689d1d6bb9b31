import {
  Article,
  ArticleChange,
  ArticlePage,
  ArticlePreview,
  ArticlePublication,
  ArticleQuery,
  ArticleRequest,
  ArticleVersion,
  BulkImport,
  DocumentQuery,
  FaqQuery,
  FoundPassage,
  ImportOutcome,
  SearchRequest,
  SiteImport,
  SiteRequest,
} from '@parley/protocol/rest/knowledge'
import { Type } from 'typebox'
import type { SignedIn } from '../people/index.ts'
import { agentRoute, param, queryOf, type Route, uploadRoute } from './route.ts'

/** Bytes of a request with an article: a million letters of three bytes, and what stands around. */
const ARTICLE_BYTES_MAX = 4_000_000
const DOCUMENT_BYTES_MAX = 25_000_000
const FAQ_BYTES_MAX = 10_000_000
const PASSAGES_DEFAULT = 10

/** Who writes, for the history. */
export const authorOf = ({ agent, workspace }: SignedIn) => ({
  workspaceId: workspace.id,
  agentId: agent.id,
})

/** Articles: FAQ entries and documents, their imports and the search. */
export const knowledgeRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path: '/api/knowledge/articles',
    summary: 'Articles, the last changed first',
    action: 'knowledge.read',
    query: Object.keys(ArticleQuery.properties),
    response: ArticlePage,
    handle: async ({ knowledge }, request, { workspace }) =>
      knowledge.articles.list(workspace.id, queryOf(ArticleQuery, request)),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/articles',
    summary: 'Write an article',
    action: 'knowledge.change',
    body: ArticleRequest,
    bytesMax: ARTICLE_BYTES_MAX,
    response: Article,
    handle: ({ knowledge }, { body }, signedIn) =>
      knowledge.articles.create(authorOf(signedIn), body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/knowledge/articles/:id',
    summary: 'An article in its newest version',
    action: 'knowledge.read',
    response: Article,
    handle: ({ knowledge }, request, { workspace }) =>
      knowledge.articles.find(workspace.id, param(request, 'id')),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/knowledge/articles/:id',
    summary: 'Change an article; makes a new version',
    action: 'knowledge.change',
    body: ArticleChange,
    bytesMax: ARTICLE_BYTES_MAX,
    response: Article,
    handle: ({ knowledge }, request, signedIn) =>
      knowledge.articles.change(authorOf(signedIn), param(request, 'id'), request.body),
  }),
  agentRoute({
    method: 'DELETE',
    path: '/api/knowledge/articles/:id',
    summary: 'Remove an article with all its versions',
    action: 'knowledge.change',
    handle: ({ knowledge }, request, signedIn) =>
      knowledge.articles.remove(authorOf(signedIn), param(request, 'id')),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/knowledge/articles/:id/versions',
    summary: 'Every version of an article, newest first',
    action: 'knowledge.read',
    response: Type.Array(ArticleVersion),
    handle: ({ knowledge }, request, { workspace }) =>
      knowledge.articles.versions(workspace.id, param(request, 'id')),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/articles/:id/publish',
    summary: 'Tell a version to visitors; an older one rolls back, 0 withdraws',
    action: 'knowledge.change',
    body: ArticlePublication,
    response: Article,
    handle: ({ knowledge }, request, signedIn) =>
      knowledge.articles.publish(authorOf(signedIn), param(request, 'id'), request.body.version),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/preview',
    summary: 'See what an article would become; nothing is stored',
    action: 'knowledge.read',
    body: ArticleRequest,
    bytesMax: ARTICLE_BYTES_MAX,
    response: ArticlePreview,
    handle: async ({ knowledge }, { body }) => knowledge.articles.preview(body),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/search',
    summary: 'Search the published articles',
    action: 'knowledge.read',
    body: SearchRequest,
    response: Type.Array(FoundPassage),
    handle({ knowledge }, { body }, { workspace }) {
      const { text, locale, audience = 'agents', limit = PASSAGES_DEFAULT } = body
      return knowledge.search(workspace.id, { text, locale, audience }, limit)
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/api/knowledge/documents',
    summary: 'Import a document: .md, .html, .docx, .pdf or .txt',
    action: 'knowledge.change',
    query: Object.keys(DocumentQuery.properties),
    bytesMax: DOCUMENT_BYTES_MAX,
    response: ImportOutcome,
    async handle({ knowledge }, request, signedIn) {
      const { isPublished, ...document } = queryOf(DocumentQuery, request)
      return knowledge.importDocument(authorOf(signedIn), {
        ...document,
        bytes: request.body,
        isPublished: isPublished === 'true',
      })
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/api/knowledge/faq',
    summary: 'Import FAQ entries from CSV or JSON, all or none',
    action: 'knowledge.change',
    query: Object.keys(FaqQuery.properties),
    bytesMax: FAQ_BYTES_MAX,
    response: BulkImport,
    async handle({ knowledge }, request, signedIn) {
      const { isPublished, ...faq } = queryOf(FaqQuery, request)
      return knowledge.importFaq(authorOf(signedIn), {
        ...faq,
        bytes: request.body,
        isPublished: isPublished === 'true',
      })
    },
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/sites',
    summary: 'Begin to import the pages that a sitemap names',
    action: 'knowledge.connect',
    body: SiteRequest,
    response: SiteImport,
    handle: async ({ knowledge }, { body }, signedIn) =>
      knowledge.sites.start(authorOf(signedIn), body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/knowledge/sites/:id',
    summary: 'How far the import of a site is',
    action: 'knowledge.connect',
    response: SiteImport,
    handle: async ({ knowledge }, request, { workspace }) =>
      knowledge.sites.find(workspace.id, param(request, 'id')),
  }),
]
