import { LRUCache } from 'lru-cache'
import {
  type Analysis,
  createQuestionIndex,
  type Lexicon,
  type QuestionIndex,
} from '../matching/index.ts'
import { dependsOnContext } from '../understanding/index.ts'
import { createCacheFigures, type Dropped } from './figures.ts'
import { createRecentVersions } from './recent-versions.ts'

/** What an answer rests on: an article, a graph fact, the prompt, an engine; in that version. */
export interface RestsOn {
  kind: 'article' | 'fact' | 'prompt' | 'engine'
  id: string
  version: number
}

/** Who may see an answer. Nothing is ever found under another scope. */
export interface CacheScope {
  workspaceId: string
  locale: string
  audience: string
}

/** A question as it was asked. */
export interface Asked {
  text: string
  /** The conversation holds messages before it. */
  hasEarlier: boolean
}

/** An answer on its way into the cache. */
export interface FreshAnswer<Answer> {
  answer: Answer
  /** What of it may hold personal data; also what its size is counted by. */
  text: string
  sources: readonly RestsOn[]
  /** It rests on facts about one person, such as an order. */
  isPersonal: boolean
  /** From this moment it is told no more; epoch milliseconds. */
  validUntil?: number | null | undefined
}

export interface CacheHit<Answer> {
  /** Names the entry, for `wrong`. */
  entryId: string
  answer: Answer
  sources: readonly RestsOn[]
  /** 1 for the same normalised question. */
  similarity: number
  /** The question that was answered, normalised. */
  question: string
}

/** Why an answer was not kept. */
export type NotKept = 'personal' | 'depends_on_context' | 'outdated' | 'empty' | 'too_large'

/** Who found an answer from the cache wrong, and how. */
export type WrongHit = 'not_helpful' | 'asked_for_person' | 'marked_wrong'

export interface AnswerCacheOptions {
  /**
   * Answers kept, of all workspaces together. The least recently used go first.
   * @default 20_000
   */
  entriesMax?: number
  /**
   * Bytes kept, counted by the texts with 1.5 KB for each entry's place in the index.
   * @default 67_108_864 (64 MiB)
   */
  bytesMax?: number
  /**
   * How long an answer is told again.
   * @default 86_400_000 (a day)
   */
  timeToLiveMs?: number
  /**
   * How alike questions of a workspace must be to share an answer; 1 takes the same normalised
   * question alone.
   * @default 0.86
   */
  thresholdOf?: (workspaceId: string) => number
  /** The words and names of a workspace. Must give the same object until they change. */
  lexiconOf: (workspaceId: string) => Lexicon
  /** Whether a text holds what would be redacted. */
  isPersonal: (workspaceId: string, text: string) => boolean
  now?: () => number
}

interface Entry<Answer> {
  id: string
  scope: string
  workspaceId: string
  analysis: Analysis
  answer: Answer
  sources: readonly RestsOn[]
  bytes: number
}

const ENTRY_OVERHEAD_BYTES = 1_500

/**
 * Answers that were given, for whoever asks the same: first by the normalised question, then by a
 * near-duplicate. An entry lives until its time is over, one of its sources changes, or somebody
 * finds it wrong. Never holds what is personal or understood only in its conversation.
 */
export function createAnswerCache<Answer extends NonNullable<unknown>>({
  entriesMax = 20_000,
  bytesMax = 64 * 1024 * 1024,
  timeToLiveMs = 86_400_000,
  thresholdOf = () => 0.86,
  lexiconOf,
  isPersonal,
  now = Date.now,
}: AnswerCacheOptions) {
  const figures = createCacheFigures()
  const recent = createRecentVersions()
  /** Entries by what they rest on. */
  const resting = new Map<string, Set<string>>()
  const scopes = new Map<string, { lexicon: Lexicon; index: QuestionIndex<string> }>()

  const entries = new LRUCache<string, Entry<Answer>>({
    max: entriesMax,
    maxSize: bytesMax,
    maxEntrySize: bytesMax,
    sizeCalculation: ({ bytes }) => bytes,
    ttl: timeToLiveMs,
    ttlResolution: 0,
    perf: { now },
    dispose: (entry, _, reason) => {
      unlink(entry)
      if (reason === 'evict') figures.dropped('room')
      if (reason === 'expire') figures.dropped('time')
    },
  })

  const unlink = ({ id, scope, workspaceId, sources }: Entry<Answer>) => {
    const kept = scopes.get(scope)
    kept?.index.remove(id)
    if (kept?.index.size === 0) scopes.delete(scope)
    for (const source of sources) {
      const key = keyOf(workspaceId, source)
      const ids = resting.get(key)
      ids?.delete(id)
      if (ids?.size === 0) resting.delete(key)
    }
  }

  const drop = (entryId: string, reason: Dropped) => {
    if (entries.delete(entryId)) figures.dropped(reason)
  }

  /** The scope's index, made anew when the workspace's words have changed. */
  const scopeOf = (scope: string, workspaceId: string) => {
    const lexicon = lexiconOf(workspaceId)
    const kept = scopes.get(scope)
    if (kept?.lexicon === lexicon) return kept
    const made = { lexicon, index: createQuestionIndex<string>(lexicon, { entriesMax }) }
    if (kept !== undefined) {
      for (const entry of [...entries.values()])
        if (entry.scope === scope) drop(entry.id, 'words_changed')
    }
    scopes.set(scope, made)
    return made
  }

  return {
    /** The answer to this question or to one that means the same. Counts a hit or a miss. */
    find(where: CacheScope, asked: Asked): CacheHit<Answer> | undefined {
      const scope = scopeKey(where)
      const { index } = scopeOf(scope, where.workspaceId)
      const analysis = index.analyse(asked.text)
      if (analysis.text === '' || dependsOnContext(analysis, asked.hasEarlier)) {
        figures.missed()
        return undefined
      }
      const exact = entries.get(`${scope}\n${analysis.text}`)
      if (exact !== undefined) {
        figures.hit('exact')
        return hitOf(exact, 1)
      }
      const threshold = thresholdOf(where.workspaceId)
      const near =
        threshold < 1 ? index.find(analysis, { threshold, mode: 'same', margin: 0 }) : undefined
      const entry = near && entries.get(near.value)
      if (near === undefined || entry === undefined) {
        figures.missed()
        return undefined
      }
      figures.hit('near')
      return hitOf(entry, near.similarity)
    },

    /** Keeps an answer for others, or says why not. */
    keep(where: CacheScope, asked: Asked, fresh: FreshAnswer<Answer>): NotKept | undefined {
      const { workspaceId } = where
      if (fresh.isPersonal || isPersonal(workspaceId, asked.text)) return 'personal'
      if (isPersonal(workspaceId, fresh.text)) return 'personal'
      // An answer takes a while: its article may have been edited meanwhile.
      if (fresh.sources.some((source) => recent.isOutdated(keyOf(workspaceId, source), source)))
        return 'outdated'
      const scope = scopeKey(where)
      const { index } = scopeOf(scope, workspaceId)
      const analysis = index.analyse(asked.text)
      if (analysis.text === '') return 'empty'
      if (dependsOnContext(analysis, asked.hasEarlier)) return 'depends_on_context'
      const bytes = ENTRY_OVERHEAD_BYTES + 2 * (asked.text.length + fresh.text.length)
      if (bytes > bytesMax) return 'too_large'

      const id = `${scope}\n${analysis.text}`
      const { answer, sources } = fresh
      entries.delete(id)
      const left = (fresh.validUntil ?? Number.POSITIVE_INFINITY) - now()
      if (left <= 0) return 'outdated'
      const ttl = Math.min(timeToLiveMs, left)
      entries.set(id, { id, scope, workspaceId, analysis, answer, sources, bytes }, { ttl })
      scopeOf(scope, workspaceId).index.add(id, analysis, id)
      for (const source of sources) {
        const key = keyOf(workspaceId, source)
        resting.set(key, (resting.get(key) ?? new Set()).add(id))
      }
      return undefined
    },

    /** Drops exactly the answers that rest on another version of one of these. */
    changed(workspaceId: string, sources: readonly RestsOn[]): void {
      for (const changed of sources) {
        const key = keyOf(workspaceId, changed)
        recent.note(key, changed.version)
        for (const id of [...(resting.get(key) ?? [])]) {
          const stands = entries
            .peek(id)
            ?.sources.some(
              (source) => isSame(source, changed) && source.version === changed.version,
            )
          if (!stands) drop(id, 'source_changed')
        }
      }
    },

    /** Somebody found an answer from the cache wrong: it is told to nobody again. */
    wrong(entryId: string, how: WrongHit): void {
      figures.wrong(how)
      drop(entryId, 'wrong')
    },

    /** The entry of exactly this question, if there is one; counts nothing. */
    entryOf(where: CacheScope, text: string): string | undefined {
      const scope = scopeKey(where)
      const { index } = scopeOf(scope, where.workspaceId)
      const id = `${scope}\n${index.analyse(text).text}`
      return entries.peek(id)?.id
    },

    /** Forgets all of a workspace. */
    clear(workspaceId: string): void {
      for (const entry of [...entries.values()])
        if (entry.workspaceId === workspaceId) drop(entry.id, 'cleared')
    },

    figures: () => ({ ...figures.read(), entries: entries.size, bytes: entries.calculatedSize }),
  }
}

export type AnswerCache<Answer extends NonNullable<unknown>> = ReturnType<
  typeof createAnswerCache<Answer>
>

function hitOf<Answer>(entry: Entry<Answer>, similarity: number): CacheHit<Answer> {
  const { id, answer, sources, analysis } = entry
  return { entryId: id, answer, sources, similarity, question: analysis.text }
}

function isSame(one: RestsOn, other: RestsOn): boolean {
  return one.kind === other.kind && one.id === other.id
}

// Ids, locales and audiences hold no line break, and a normalised question neither.
function scopeKey({ workspaceId, locale, audience }: CacheScope): string {
  return `${workspaceId}\n${locale}\n${audience}`
}

function keyOf(workspaceId: string, { kind, id }: RestsOn): string {
  return `${workspaceId}\n${kind}\n${id}`
}
