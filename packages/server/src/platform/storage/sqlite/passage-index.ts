import { type RawBuilder, sql } from 'kysely'
import type { PassageIndex, TextQuery } from '../../../knowledge/index.ts'
import { tokens } from '../../../text/index.ts'
import type { Db } from '../schema.ts'
import type { GuardedWrite } from '../storage.ts'

/** Terms of one query that are looked for, and passages that they may touch: a microsecond each. */
const TERMS_MAX = 12
const POSTINGS_MAX = 600

/** Tokens of one passage that are indexed. */
const TOKENS_MAX = 4_000

/** Passages that are ranked beyond those asked for, because some may not be valid now. */
const SPARE = 30

/** A word in a title is worth three in the text. */
const TITLE_WEIGHT = 3

type Locale = 'zh-CN' | 'en'
type Audience = 'everyone' | 'agents'

/**
 * Full text over SQLite's FTS5. The tokens come from `text/`, which knows Chinese, and every one
 * carries workspace, language and audience in front: so what lies outside costs a query nothing and
 * cannot be found. Of a query's terms the rarest are looked for, until they would touch too much of
 * the index; the common ones tell next to nothing anyway. The ranking is FTS5's BM25.
 */
export function createSqlitePassageIndex(db: Db): PassageIndex {
  const write = (statement: RawBuilder<unknown>): GuardedWrite => ({
    query: { compile: () => statement.compile(db) },
  })

  /** As a select of the query builder's, which goes to the reader thread. */
  const read = (query: RawBuilder<unknown>): Promise<FoundRow[]> =>
    db.selectFrom(sql<FoundRow>`(${query})`.as('found')).selectAll().orderBy('textScore').execute()

  /** The terms that tell most: the rarest, as long as they touch little of the index. */
  async function rarest(terms: readonly string[]): Promise<string[]> {
    if (terms.length === 0) return []
    const known = await db
      .selectFrom(sql<{ term: string; doc: number }>`passage_terms`.as('terms'))
      .select(['term', 'doc'])
      .where('term', 'in', terms)
      .execute()
    known.sort((one, other) => one.doc - other.doc)
    let touched = 0
    return known
      .slice(0, TERMS_MAX)
      .filter(({ doc }) => {
        touched += doc
        return touched <= POSTINGS_MAX || touched === doc
      })
      .map(({ term }) => term)
  }

  function remove(articleId: string): GuardedWrite[] {
    return [
      write(sql`delete from passage_index where rowid in
        (select id from passages where article_id = ${articleId})`),
      { query: db.deleteFrom('passageVectors').where('articleId', '=', articleId) },
      { query: db.deleteFrom('passages').where('articleId', '=', articleId) },
    ]
  }

  return {
    remove,

    replace({ articleId, ...owner }, passages) {
      const prefix = prefixOf(owner.workspaceId, owner.locale, owner.audience)
      return [
        ...remove(articleId),
        ...passages.flatMap(({ heading, text, keywords }) => [
          { query: db.insertInto('passages').values({ articleId, ...owner, heading, text }) },
          write(sql`insert into passage_index (rowid, title, body) values (last_insert_rowid(),
            ${toTerms(prefix, `${owner.title}\n${heading}\n${keywords}`)},
            ${toTerms(prefix, text)})`),
        ]),
      ]
    },

    async find(query) {
      const match = (await rarest(termsOf(query))).map((term) => `"${term}"`).join(' OR ')
      if (match === '') return []
      const rows = await read(sql`
        select ${columns}, found.score as text_score from
          (select rowid, bm25(passage_index, ${sql.lit(TITLE_WEIGHT)}, 1) as score
            from passage_index where passage_index match ${match}
            order by score limit ${query.limit + SPARE}) as found
        cross join passages p on p.id = found.rowid
        where ${isAllowed(query)} limit ${query.limit}`)
      // FTS5 gives the best the lowest number.
      return rows.map((row) => ({ ...row, textScore: -row.textScore }))
    },

    async load(query, passageIds) {
      if (passageIds.length === 0) return []
      return read(sql`select ${columns}, 0 as text_score from passages p
        where p.id in (${sql.join(passageIds)}) and ${isAllowed(query)}`)
    },
  }
}

type FoundRow = Awaited<ReturnType<PassageIndex['find']>>[number]

const columns = sql`p.id as passage_id, p.article_id, p.version, p.kind, p.title, p.heading, p.text,
  p.locale, p.audience, p.source, p.valid_until`

function isAllowed({ workspaceId, locale, audience, at }: Omit<TextQuery, 'text'>) {
  return sql`p.workspace_id = ${workspaceId}
    and p.locale in (${sql.join(localesOf(locale))})
    and p.audience in (${sql.join(audiencesOf(audience))})
    and coalesce(p.valid_from, 0) <= ${at} and coalesce(p.valid_until, ${at + 1}) > ${at}`
}

const localesOf = (locale: Locale | undefined): Locale[] =>
  locale === undefined ? ['zh-CN', 'en'] : [locale]
const audiencesOf = (audience: Audience): Audience[] =>
  audience === 'agents' ? ['everyone', 'agents'] : ['everyone']

/** Letters and digits alone, for the tokenizer must not part it from its word. */
function prefixOf(workspaceId: string, locale: Locale, audience: Audience): string {
  const place = Buffer.from(workspaceId).toString('hex')
  return `${place}${locale === 'en' ? 'x' : 'y'}${audience === 'agents' ? 'x' : 'y'}`
}

function toTerms(prefix: string, text: string): string {
  const terms = tokens(text).slice(0, TOKENS_MAX).map(plainToken).filter(Boolean)
  return terms.map((term) => prefix + term).join(' ')
}

function termsOf({ workspaceId, locale, audience, text }: TextQuery): string[] {
  const words = withoutParts(new Set(tokens(text.slice(0, 2_000)).map(plainToken).filter(Boolean)))
  return localesOf(locale).flatMap((one) =>
    audiencesOf(audience).flatMap((other) => {
      const prefix = prefixOf(workspaceId, one, other)
      return Array.from(words, (word) => prefix + word)
    }),
  )
}

/** A character that stands in a pair says nothing more than the pair. */
function withoutParts(words: ReadonlySet<string>): Set<string> {
  const inPairs = new Set<string>()
  for (const word of words) {
    if (/^[\u3400-\u9fff]{2}$/.test(word)) for (const part of word) inPairs.add(part)
  }
  return words.difference(inPairs)
}

/** What the tokenizer would not keep together is left out. */
function plainToken(token: string): string {
  return token.replaceAll(/[^\p{L}\p{N}]/gu, '')
}
