import { type Static, type TSchema, Type } from 'typebox'

/**
 * The bodies of the knowledge API. Times are epoch milliseconds; `validFrom` is the first
 * millisecond at which something may be told, `validUntil` the first at which it may not any more,
 * and null is no bound.
 */

const closed = { additionalProperties: false }
const Locale = Type.Union([Type.Literal('zh-CN'), Type.Literal('en')])
const Moment = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])
const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema)

/** Who may be told: everybody, or agents alone. */
export const Audience = Type.Union([Type.Literal('everyone'), Type.Literal('agents')])
export type Audience = Static<typeof Audience>

export const ArticleKind = Type.Union([Type.Literal('faq'), Type.Literal('document')])
export type ArticleKind = Static<typeof ArticleKind>

const content = {
  /** A FAQ entry's question, a document's title. */
  title: Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' }),
  /** Other ways to ask the same; FAQ entries alone have them. */
  phrasings: Type.Array(Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' }), {
    maxItems: 100,
  }),
  /** Markdown. Of HTML in it only the text is kept. */
  body: Type.String({ minLength: 1, maxLength: 1_000_000 }),
  locale: Locale,
  audience: Audience,
  tags: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 30 }),
  validFrom: Moment,
  validUntil: Moment,
}

/** What a version of an article says, and to whom. */
export const ArticleContent = Type.Object(content)
export type ArticleContent = Static<typeof ArticleContent>

const defaulted = {
  ...content,
  phrasings: optional(content.phrasings),
  audience: optional(content.audience),
  tags: optional(content.tags),
  validFrom: optional(content.validFrom),
  validUntil: optional(content.validUntil),
}

/** POST /api/knowledge/articles → Article */
export const ArticleRequest = Type.Object(
  {
    ...defaulted,
    kind: ArticleKind,
    /** A name of your own: an import with the same kind, locale and key changes this article. */
    key: optional(Type.String({ maxLength: 500 })),
    /** Whether visitors get it at once. @default false */
    isPublished: optional(Type.Boolean()),
  },
  closed,
)
export type ArticleRequest = Static<typeof ArticleRequest>

/** PATCH /api/knowledge/articles/:id → Article. Makes a new version; unset fields stay. */
export const ArticleChange = Type.Object(
  {
    ...Type.Partial(Type.Object(content)).properties,
    /** The newest version that you have seen; refused when there is a newer one. */
    version: Type.Integer({ minimum: 1 }),
    isPublished: optional(Type.Boolean()),
  },
  closed,
)
export type ArticleChange = Static<typeof ArticleChange>

/** POST /api/knowledge/articles/:id/publish → Article. An older version rolls back; 0 withdraws. */
export const ArticlePublication = Type.Object({ version: Type.Integer({ minimum: 0 }) }, closed)

/** One line of the list of articles. */
export const ArticleSummary = Type.Object({
  id: Type.String(),
  kind: ArticleKind,
  key: Type.String(),
  locale: Locale,
  audience: Audience,
  title: Type.String(),
  tags: Type.Array(Type.String()),
  validFrom: Moment,
  validUntil: Moment,
  /** The newest version; the other fields are its. */
  version: Type.Integer(),
  /** The version that is told; 0 when none is. */
  publishedVersion: Type.Integer(),
  /** Where it was imported from: a file's name or an address; empty when written here. */
  source: Type.String(),
  changedAt: Type.Number(),
})
export type ArticleSummary = Static<typeof ArticleSummary>

/** An article with its newest version. */
export const Article = Type.Object({
  ...ArticleSummary.properties,
  phrasings: Type.Array(Type.String()),
  body: Type.String(),
  createdAt: Type.Number(),
})
export type Article = Static<typeof Article>

/** GET /api/knowledge/articles/:id/versions → newest first */
export const ArticleVersion = Type.Object({
  ...content,
  version: Type.Integer(),
  source: Type.String(),
  /** The agent who made it; empty for an import without one. */
  agentId: Type.String(),
  createdAt: Type.Number(),
})
export type ArticleVersion = Static<typeof ArticleVersion>

/** GET /api/knowledge/articles → ArticlePage; newest first. `after` is the last one's `cursor`. */
export const ArticlePage = Type.Object({
  articles: Type.Array(ArticleSummary),
  /** Asks for the next page; empty at the end. */
  cursor: Type.String(),
})
export type ArticlePage = Static<typeof ArticlePage>

export const ArticleQuery = Type.Object(
  {
    kind: optional(ArticleKind),
    locale: optional(Locale),
    status: optional(
      Type.Union([Type.Literal('published'), Type.Literal('draft'), Type.Literal('changed')]),
    ),
    /** Words in the title. */
    text: optional(Type.String({ maxLength: 200 })),
    after: optional(Type.String({ maxLength: 100 })),
  },
  closed,
)

/** A piece of an article as search finds it. */
export const PassagePreview = Type.Object({
  /** The headings above it, outermost first, joined by " › ". */
  heading: Type.String(),
  text: Type.String(),
})
export type PassagePreview = Static<typeof PassagePreview>

/** POST /api/knowledge/preview → what an article would become; stores nothing. */
export const ArticlePreview = Type.Object({
  /** What a visitor would read. */
  body: Type.String(),
  passages: Type.Array(PassagePreview),
})
export type ArticlePreview = Static<typeof ArticlePreview>

/** POST /api/knowledge/search */
export const SearchRequest = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 2_000 }),
    locale: optional(Locale),
    audience: optional(Audience),
    limit: optional(Type.Integer({ minimum: 1, maximum: 50 })),
  },
  closed,
)

/** A passage that fits a search. */
export const FoundPassage = Type.Object({
  articleId: Type.String(),
  /** The published version that it is from. */
  version: Type.Integer(),
  kind: ArticleKind,
  title: Type.String(),
  heading: Type.String(),
  text: Type.String(),
  locale: Locale,
  audience: Audience,
  source: Type.String(),
  validUntil: Moment,
  /** Higher fits better; comparable within one answer alone. */
  score: Type.Number(),
  /** Okapi BM25 of the full text, 0 when only the vectors found it. */
  textScore: Type.Number(),
  /** Cosine of the vectors, when there are any. */
  similarity: Type.Union([Type.Number(), Type.Null()]),
})
export type FoundPassage = Static<typeof FoundPassage>

/** What became of one file, entry or page of an import. */
export const ImportOutcome = Type.Object({
  name: Type.String(),
  outcome: Type.Union([
    Type.Literal('created'),
    Type.Literal('changed'),
    Type.Literal('unchanged'),
    Type.Literal('failed'),
  ]),
  articleId: Type.String(),
  /** What was wrong and what to do; empty unless it failed. */
  problem: Type.String(),
})
export type ImportOutcome = Static<typeof ImportOutcome>

/** POST /api/knowledge/documents?name=…&locale=… with the file's bytes → ImportOutcome */
export const DocumentQuery = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 255 }),
    locale: Locale,
    audience: optional(Audience),
    isPublished: optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
  },
  closed,
)

/** POST /api/knowledge/faq?format=… with the file's bytes → FaqImport; nothing changes when bad. */
export const FaqQuery = Type.Object(
  {
    format: Type.Union([Type.Literal('csv'), Type.Literal('json')]),
    /** Of entries that name none. */
    locale: optional(Locale),
    isPublished: optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
  },
  closed,
)
export const BulkImport = Type.Object({
  created: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
})
export type BulkImport = Static<typeof BulkImport>

/** POST /api/knowledge/sites → SiteImport; it goes on after the answer. */
export const SiteRequest = Type.Object(
  {
    sitemapUrl: Type.String({ maxLength: 2_000, pattern: '^https?://' }),
    locale: Locale,
    audience: optional(Audience),
    isPublished: optional(Type.Boolean()),
    pagesMax: optional(Type.Integer({ minimum: 1, maximum: 500 })),
    /** Where the addresses may lead. @default outside */
    reach: optional(Type.Union([Type.Literal('outside'), Type.Literal('in_house')])),
  },
  closed,
)
export type SiteRequest = Static<typeof SiteRequest>
export const SiteImport = Type.Object({
  id: Type.String(),
  sitemapUrl: Type.String(),
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  /** Why the whole import failed; pages have their own. */
  problem: Type.String(),
  pages: Type.Integer(),
  outcomes: Type.Array(ImportOutcome),
})
export type SiteImport = Static<typeof SiteImport>
