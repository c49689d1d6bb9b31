import { Refusal } from '@parley/protocol'
import type { ArticleContent, ArticleKind } from '@parley/protocol/rest/knowledge'
import type { Row } from '../../platform/storage/index.ts'
import type { ArticleDraft, NewPassage } from '../types.ts'
import { splitIntoPassages } from './passages.ts'
import { plainMarkdown } from './plain-markdown.ts'

/** Letters of a FAQ entry's answer. */
const ANSWER_LENGTH_MAX = 10_000

/**
 * What an article is to say, made harmless and tidy.
 *
 * @throws {Refusal} `bad_input` when it says nothing or could never be told.
 */
export function toContent(kind: ArticleKind, draft: ArticleDraft): ArticleContent {
  const title = oneLine(draft.title)
  const body = plainMarkdown(draft.body)
  const phrasings = Array.from(new Set((draft.phrasings ?? []).map(oneLine))).filter(
    (phrasing) => phrasing !== '' && phrasing !== title,
  )
  const { validFrom = null, validUntil = null } = draft
  if (title === '') throw bad('The question or title is empty. Write one.')
  if (body === '') throw bad(`“${title}” has no text that can be read. Write one.`)
  if (kind === 'document' && phrasings.length > 0) {
    throw bad('Only a FAQ entry has other phrasings. Leave them out.')
  }
  if (kind === 'faq' && body.length > ANSWER_LENGTH_MAX) {
    throw bad(
      `The answer to “${title}” has ${body.length} characters; at most ${ANSWER_LENGTH_MAX} are allowed. Make it a document.`,
    )
  }
  if (validFrom !== null && validUntil !== null && validFrom >= validUntil) {
    throw bad(`“${title}” is valid until before it is valid from. Swap the two.`)
  }
  return {
    title,
    phrasings,
    body,
    locale: draft.locale,
    audience: draft.audience ?? 'everyone',
    tags: Array.from(new Set((draft.tags ?? []).map(oneLine))).filter(Boolean),
    validFrom,
    validUntil,
  }
}

/** The passages by which the content is found. */
export function toPassages(kind: ArticleKind, content: ArticleContent): NewPassage[] {
  const { phrasings, body, tags } = content
  if (kind === 'document') return splitIntoPassages(body)
  return [{ heading: '', text: body, keywords: [...phrasings, ...tags].join('\n') }]
}

/** A stored version's content. */
export function fromRow(row: Row<'articleVersions'>): ArticleContent {
  return {
    title: row.title,
    phrasings: JSON.parse(row.phrasingsJson),
    body: row.body,
    locale: row.locale as ArticleContent['locale'],
    audience: row.audience as ArticleContent['audience'],
    tags: JSON.parse(row.tagsJson),
    validFrom: row.validFrom,
    validUntil: row.validUntil,
  }
}

export function isSameContent(one: ArticleContent, other: ArticleContent): boolean {
  return fingerprint(one) === fingerprint(other)
}

function fingerprint(content: ArticleContent): string {
  const { title, phrasings, body, locale, audience, tags, validFrom, validUntil } = content
  return JSON.stringify([title, phrasings, body, locale, audience, tags, validFrom, validUntil])
}

function oneLine(text: string): string {
  return plainMarkdown(text).replaceAll(/\s+/g, ' ').trim()
}

const bad = (message: string) => new Refusal('bad_input', message)
