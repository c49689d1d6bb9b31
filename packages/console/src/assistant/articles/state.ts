import type { ArticleSummary } from '@parley/protocol/rest/knowledge'

/** How an article stands: told, told in an older version, not told, or out of its time. */
export type ArticleState = 'published' | 'changed' | 'draft' | 'early' | 'over'

/** The state of an article at a moment (epoch milliseconds). */
export function stateOf(
  article: Pick<ArticleSummary, 'version' | 'publishedVersion' | 'validFrom' | 'validUntil'>,
  now: number,
): ArticleState {
  const { version, publishedVersion, validFrom, validUntil } = article
  if (publishedVersion === 0) return 'draft'
  if (publishedVersion < version) return 'changed'
  if (validUntil !== null && validUntil <= now) return 'over'
  if (validFrom !== null && validFrom > now) return 'early'
  return 'published'
}
