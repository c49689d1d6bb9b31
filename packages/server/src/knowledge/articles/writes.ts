import type { ArticleContent, ArticleKind } from '@parley/protocol/rest/knowledge'
import type { GuardedWrite, Row } from '../../platform/storage/index.ts'
import type { KnowledgePorts } from '../ports.ts'
import { toPassages } from './content.ts'

export type ArticleRow = Row<'articles'>

/** A new version on its way into the storage. */
export interface NewVersion {
  workspaceId: string
  agentId: string
  kind: ArticleKind
  key: string
  content: ArticleContent
  source: string
  isPublished: boolean
}

/** The article after a step, and the writes that bring it there. */
export interface Planned {
  article: ArticleRow
  writes: GuardedWrite[]
}

/** Adds a version to an article, or begins one with it; publishes it if that is asked for. */
export function planVersion(
  ports: KnowledgePorts,
  known: ArticleRow | undefined,
  fresh: NewVersion,
): Planned {
  const { db } = ports.storage
  const { workspaceId, content, source, kind } = fresh
  const now = ports.now()
  const version = (known?.version ?? 0) + 1
  const shown = {
    locale: content.locale,
    audience: content.audience,
    title: content.title,
    tagsJson: JSON.stringify(content.tags),
    validFrom: content.validFrom,
    validUntil: content.validUntil,
    source,
  }
  const article: ArticleRow = {
    id: known?.id ?? ports.newId(),
    workspaceId,
    kind,
    key: fresh.key,
    createdAt: known?.createdAt ?? now,
    ...shown,
    version,
    publishedVersion: fresh.isPublished ? version : (known?.publishedVersion ?? 0),
    changedAt: now,
  }
  const head: GuardedWrite =
    known === undefined
      ? { query: db.insertInto('articles').values(article) }
      : {
          query: db
            .updateTable('articles')
            .set(article)
            .where('id', '=', known.id)
            .where('version', '=', known.version)
            .where('publishedVersion', '=', known.publishedVersion),
          changes: 1,
        }
  const stored: GuardedWrite = {
    query: db.insertInto('articleVersions').values({
      articleId: article.id,
      version,
      workspaceId,
      ...shown,
      phrasingsJson: JSON.stringify(content.phrasings),
      body: content.body,
      agentId: fresh.agentId,
      createdAt: now,
    }),
  }
  const told = fresh.isPublished ? planIndex(ports, article, version, content, source) : []
  return { article, writes: [head, stored, ...told] }
}

/** Makes a version the one that is told; undefined tells none of them any more. */
export function planPublication(
  ports: KnowledgePorts,
  known: ArticleRow,
  told: { version: number; content: ArticleContent; source: string } | undefined,
): Planned {
  const article = { ...known, publishedVersion: told?.version ?? 0, changedAt: ports.now() }
  const { publishedVersion, changedAt } = article
  const head: GuardedWrite = {
    query: ports.storage.db
      .updateTable('articles')
      .set({ publishedVersion, changedAt })
      .where('id', '=', known.id)
      .where('version', '=', known.version)
      .where('publishedVersion', '=', known.publishedVersion),
    changes: 1,
  }
  const index =
    told === undefined
      ? ports.index.remove(known.id)
      : planIndex(ports, known, told.version, told.content, told.source)
  return { article, writes: [head, ...index] }
}

function planIndex(
  { index }: KnowledgePorts,
  { id, workspaceId, kind }: ArticleRow,
  version: number,
  content: ArticleContent,
  source: string,
): GuardedWrite[] {
  const { title, locale, audience, validFrom, validUntil } = content
  const owner = {
    workspaceId,
    articleId: id,
    version,
    kind: kind as ArticleKind,
    title,
    locale,
    audience,
    source,
    validFrom,
    validUntil,
  }
  return index.replace(owner, toPassages(owner.kind, content))
}
