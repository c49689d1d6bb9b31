import type { OutsideFetch, OutsidePolicy } from '../platform/outside/index.ts'
import type { Secrets } from '../platform/secrets/index.ts'
import type { GuardedWrite, Storage } from '../platform/storage/index.ts'
import type { Audience, KnowledgeEvent, Locale, NewPassage, Passage } from './types.ts'

/** An article's published version, as its passages are filed under it. */
export interface PassageOwner {
  workspaceId: string
  articleId: string
  version: number
  kind: 'faq' | 'document'
  title: string
  locale: Locale
  audience: Audience
  source: string
  validFrom: number | null
  validUntil: number | null
}

export interface TextQuery {
  workspaceId: string
  text: string
  locale: Locale | undefined
  audience: Audience
  /** Passages that may not be told at this moment are left out. */
  at: number
  limit: number
}

/** A passage that the index found, by its number there. */
export type IndexedPassage = Omit<Passage, 'score' | 'similarity'> & { passageId: number }

/**
 * The full-text index. Finds words of any length in Chinese and English, and never a passage of
 * another workspace, language or audience. Every implementation must pass `describePassageIndex` in
 * `passage-index.conformance.ts`.
 */
export interface PassageIndex {
  /** Writes that put these passages in place of all that the article had; part of a larger step. */
  replace(owner: PassageOwner, passages: readonly NewPassage[]): GuardedWrite[]
  /** Writes that take the article out of the index. */
  remove(articleId: string): GuardedWrite[]
  /** Best first, by BM25. */
  find(query: TextQuery): Promise<IndexedPassage[]>
  /** The passages with these numbers, under the same rules, in any order. */
  load(query: Omit<TextQuery, 'text'>, passageIds: readonly number[]): Promise<IndexedPassage[]>
}

/** Turns texts into vectors. Rejects when the engine fails; the search then goes on without. */
export interface Embedder {
  /** Vectors of different models are never compared. */
  readonly model: string
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>
}

export interface KnowledgePorts {
  storage: Storage
  index: PassageIndex
  /** The workspace's embedding engine, if one is set. */
  embedder: (workspaceId: string) => Embedder | undefined
  /** The way out, for sites and live endpoints. */
  outside: (policy: OutsidePolicy) => OutsideFetch
  /** Keeps the live endpoint's key. */
  secrets: Pick<Secrets, 'seal' | 'open'>
  /** Hands an event to whoever listens. Never waits, never throws. */
  announce: (event: KnowledgeEvent) => void
  /** A failure that nobody is told of otherwise. */
  failed: (error: unknown, reference: string) => void
  now: () => number
  newId: () => string
}
