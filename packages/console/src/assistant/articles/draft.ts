import type { Locale } from '@parley/protocol/rest'
import type {
  Article,
  ArticleContent,
  ArticleKind,
  ArticleRequest,
} from '@parley/protocol/rest/knowledge'

/** An article while it is written. */
export type ArticleDraft = ArticleContent & { kind: ArticleKind }

/** What a new article begins with. */
export function emptyDraft(locale: Locale): ArticleDraft {
  return {
    kind: 'faq',
    title: '',
    phrasings: [],
    body: '',
    locale,
    audience: 'everyone',
    tags: [],
    validFrom: null,
    validUntil: null,
  }
}

/** What can be changed of an article, or of one of its versions. */
export function draftOf(content: ArticleContent, kind: ArticleKind): ArticleDraft {
  const { title, phrasings, body, locale, audience, tags, validFrom, validUntil } = content
  return { kind, title, phrasings, body, locale, audience, tags, validFrom, validUntil }
}

/** Whether two say the same. */
export function isSameDraft(one: ArticleDraft, other: ArticleDraft): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Lines of a field as a list: empty ones are none. */
export function toLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The draft as the server wants a new article; a document has no further phrasings. */
export function requestOf(draft: ArticleDraft): ArticleRequest {
  return { ...draft, phrasings: draft.kind === 'faq' ? draft.phrasings : [] }
}

/** The change that makes a new version of an article from a draft. */
export function changeOf(draft: ArticleDraft, article: Article, isPublished: boolean) {
  const { kind: _kind, ...content } = requestOf(draft)
  return { ...content, version: article.version, isPublished }
}
