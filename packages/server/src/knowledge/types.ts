import type { ArticleContent, FoundPassage } from '@parley/protocol/rest/knowledge'

export type Locale = 'zh-CN' | 'en'
export type Audience = 'everyone' | 'agents'

/** What an answer rests on. It stands as long as the source is told in this version. */
export interface Source {
  kind: 'article' | 'fact'
  id: string
  version: number
}

/**
 * Told after the commit: what is told of these sources now. Version 0 is nothing any more. Whatever
 * rests on another version of one of them is out of date.
 */
export interface KnowledgeEvent {
  type: 'knowledge_changed'
  workspaceId: string
  sources: readonly Source[]
}

/** A published FAQ entry. */
export interface FaqEntry {
  articleId: string
  version: number
  key: string
  question: string
  phrasings: readonly string[]
  /** Markdown without HTML. */
  answer: string
  locale: Locale
  audience: Audience
  tags: readonly string[]
  validFrom: number | null
  validUntil: number | null
}

export interface SearchQuestion {
  text: string
  /** Undefined searches every language. */
  locale?: Locale | undefined
  /** `agents` finds what is for agents too. */
  audience: Audience
}

export type Passage = FoundPassage

/** A passage on its way into the index. */
export interface NewPassage {
  heading: string
  text: string
  /** Further words by which it is found, such as other phrasings of a question. */
  keywords: string
}

/** Whether something may be told at this moment. */
export function isValid(
  { validFrom, validUntil }: { validFrom?: number | null; validUntil?: number | null },
  now: number,
): boolean {
  return (validFrom ?? 0) <= now && now < (validUntil ?? Number.POSITIVE_INFINITY)
}

/** Who writes: the workspace, and the agent for the history. */
export interface Author {
  workspaceId: string
  agentId: string
}

/** What an article says, with what may be left out. */
export type ArticleDraft = Pick<ArticleContent, 'title' | 'body' | 'locale'> &
  Partial<ArticleContent>

/** Something that an import brings; the key tells what it is a newer version of. */
export interface ImportedArticle {
  key: string
  source: string
  content: ArticleDraft
}
