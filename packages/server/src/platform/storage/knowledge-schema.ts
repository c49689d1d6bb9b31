import type { Generated } from 'kysely'

/** The tables of articles, of their passages in the search index, and of the graph's facts. */
export interface KnowledgeSchema {
  articles: ArticleTable
  articleVersions: ArticleVersionTable
  passages: PassageTable
  passageVectors: PassageVectorTable
  facts: FactTable
  factVersions: FactVersionTable
  liveEndpoints: LiveEndpointTable
}

interface ArticleContentColumns {
  locale: string
  audience: string
  title: string
  tagsJson: string
  validFrom: number | null
  validUntil: number | null
  /** Where it was imported from; empty when written here. */
  source: string
}

/** An article, with what lists show of its newest version. */
export interface ArticleTable extends ArticleContentColumns {
  id: string
  workspaceId: string
  kind: string
  /** Unique among those of a workspace, kind and locale, unless it is empty. */
  key: string
  version: number
  /** 0: nothing of it is told. */
  publishedVersion: number
  createdAt: number
  changedAt: number
}

export interface ArticleVersionTable extends ArticleContentColumns {
  articleId: string
  version: number
  workspaceId: string
  phrasingsJson: string
  body: string
  agentId: string
  createdAt: number
}

/** The passages of published versions alone. */
export interface PassageTable {
  id: Generated<number>
  workspaceId: string
  articleId: string
  version: number
  kind: string
  title: string
  heading: string
  text: string
  locale: string
  audience: string
  source: string
  validFrom: number | null
  validUntil: number | null
}

export interface PassageVectorTable {
  passageId: number
  workspaceId: string
  articleId: string
  /** The embedding model; vectors of different ones cannot be compared. */
  model: string
  /** 32-bit floats, little-endian, of length 1. */
  vector: Uint8Array
}

export interface FactTable {
  id: string
  workspaceId: string
  /** `entity`, `relation` or `intent`. */
  kind: string
  /** What an import recognises it by; unique in workspace and kind. */
  key: string
  version: number
  bodyJson: string
  changedAt: number
}

export interface FactVersionTable {
  factId: string
  version: number
  workspaceId: string
  /** Empty: this version removed it. */
  bodyJson: string
  agentId: string
  changedAt: number
}

export interface LiveEndpointTable {
  workspaceId: string
  settingsJson: string
  /** Encrypted at rest. */
  sealedSecret: string
}
