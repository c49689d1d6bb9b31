import type { Locale } from '@parley/protocol/rest'
import type { ArticleKind, BulkImport, ImportOutcome } from '@parley/protocol/rest/knowledge'
import { withQuery } from './queries.ts'

/** How files are taken over. */
export interface ImportChoice {
  locale: Locale
  audience: 'everyone' | 'agents'
  isPublished: boolean
}

/** One file on its way to being an article, or several entries. */
export interface ImportJob {
  id: number
  name: string
  state: 'waiting' | 'sending' | 'reading' | 'done' | 'failed'
  /** How much has been sent, from 0 to 1. */
  share: number
  /** One of a document, several of a table of questions. */
  result: { kind: 'document'; outcome: ImportOutcome } | { kind: 'faq'; counts: BulkImport } | null
  problem: string
}

/** What a file is taken for: tables hold frequent questions, all else is a document. */
export function kindOfFile(name: string): ArticleKind {
  return /\.(csv|json|tsv)$/i.test(name) ? 'faq' : 'document'
}

/** Where a file's bytes go. */
export function importAddress(name: string, choice: ImportChoice): string {
  const { locale, audience, isPublished } = choice
  if (kindOfFile(name) === 'document') {
    return withQuery('/api/knowledge/documents', { name, locale, audience, isPublished })
  }
  const format = /\.json$/i.test(name) ? 'json' : 'csv'
  return withQuery('/api/knowledge/faq', { format, locale, isPublished })
}

/** A job with what the server made of its file. */
export function finished(job: ImportJob, answer: ImportOutcome | BulkImport): ImportJob {
  const done = { ...job, state: 'done' as const, share: 1 }
  if (!('outcome' in answer)) return { ...done, result: { kind: 'faq', counts: answer } }
  if (answer.outcome === 'failed') return { ...job, state: 'failed', problem: answer.problem }
  return { ...done, result: { kind: 'document', outcome: answer } }
}
