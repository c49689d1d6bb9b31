import type { ImportedArticle } from '../types.ts'
import { readCsv } from './csv.ts'
import { createProblems, type Problems, parseMoment } from './problems.ts'
import { unreadable } from './unreadable.ts'

/** Entries of one file. */
const ENTRIES_MAX = 2_000
const QUESTION_LENGTH_MAX = 300

interface Written {
  place: string
  fields: Record<string, unknown>
}

/**
 * FAQ entries of a file. CSV has the columns `question` and `answer`, and may have `key`,
 * `phrasings` and `tags` (parted by |), `locale`, `audience`, `valid_from` and `valid_until`; JSON
 * has the same in camelCase, with lists as lists.
 *
 * @throws {Unreadable} with every problem and its line or entry.
 */
export function readFaqFile(
  format: 'csv' | 'json',
  text: string,
  locale: string | undefined,
): ImportedArticle[] {
  const { entries, fallback } = format === 'csv' ? fromCsv(text) : fromJson(text)
  const problems = createProblems()
  const keys = new Map<string, string>()
  const articles = entries.flatMap(({ place, fields }) => {
    const article = toArticle(place, fields, fallback ?? locale, problems)
    if (article === undefined) return []
    const name = `${article.content.locale} ${article.key}`
    const other = keys.get(name)
    if (other !== undefined) problems.add(place, `has the same key as ${other}.`)
    keys.set(name, place)
    return [article]
  })
  if (entries.length === 0) throw unreadable('The file has no entries.')
  problems.end()
  return articles
}

function fromCsv(text: string): { entries: Written[]; fallback: undefined } {
  const rows = readCsv(text, ENTRIES_MAX)
  const list = (value = '') =>
    value
      .split('|')
      .map((part) => part.trim())
      .filter(Boolean)
  return {
    fallback: undefined,
    entries: rows.map(({ line, values }) => ({
      place: `Line ${line}`,
      fields: {
        ...values,
        phrasings: list(values.phrasings),
        tags: list(values.tags),
        validFrom: values.valid_from,
        validUntil: values.valid_until,
      },
    })),
  }
}

function fromJson(text: string): { entries: Written[]; fallback: string | undefined } {
  let file: unknown
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw unreadable(`The file is no JSON: ${(error as Error).message}.`)
  }
  const { entries, locale } = (Array.isArray(file) ? { entries: file } : (file ?? {})) as {
    entries?: unknown
    locale?: unknown
  }
  if (!Array.isArray(entries)) throw unreadable('The file needs a list named "entries".')
  if (entries.length > ENTRIES_MAX) {
    throw unreadable(`The file has ${entries.length} entries; at most ${ENTRIES_MAX} are allowed.`)
  }
  return {
    fallback: typeof locale === 'string' ? locale : undefined,
    entries: entries.map((fields, index) => ({
      place: `Entry ${index + 1}`,
      fields: typeof fields === 'object' && fields !== null ? fields : {},
    })),
  }
}

function toArticle(
  place: string,
  fields: Record<string, unknown>,
  fallback: string | undefined,
  problems: Problems,
): ImportedArticle | undefined {
  const text = (name: string) =>
    typeof fields[name] === 'string' ? (fields[name] as string).trim() : ''
  const texts = (name: string, max: number): string[] => {
    const value = fields[name] ?? []
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string')
    if (!isList) problems.add(place, `"${name}" must be a list of texts.`)
    else if (value.length > max) problems.add(place, `"${name}" has more than ${max} texts.`)
    else if (value.some((one) => one.length > QUESTION_LENGTH_MAX)) {
      problems.add(place, `one of "${name}" is longer than ${QUESTION_LENGTH_MAX} letters.`)
    }
    return isList ? (value as string[]) : []
  }
  const moment = (name: string): number | null => {
    const parsed = parseMoment(fields[name])
    if (parsed === undefined) {
      problems.add(place, `"${name}" must be a day such as 2026-11-11, or a time with its zone.`)
    }
    return parsed ?? null
  }
  const question = text('question')
  const answer = text('answer')
  const locale = text('locale') || fallback
  const audience = text('audience') || 'everyone'
  if (question === '') problems.add(place, 'has no question.')
  if (question.length > QUESTION_LENGTH_MAX) problems.add(place, 'has a question that is too long.')
  if (answer === '') problems.add(place, 'has no answer.')
  if (answer.length > 10_000) problems.add(place, 'has an answer of more than 10000 letters.')
  if (locale !== 'zh-CN' && locale !== 'en') {
    problems.add(place, 'has no locale; allowed are zh-CN and en.')
  }
  if (audience !== 'everyone' && audience !== 'agents') {
    problems.add(place, `has the audience "${audience}"; allowed are everyone and agents.`)
  }
  return {
    key: text('key') || question,
    source: '',
    content: {
      title: question,
      phrasings: texts('phrasings', 100),
      body: answer,
      locale: locale === 'en' ? 'en' : 'zh-CN',
      audience: audience === 'agents' ? 'agents' : 'everyone',
      tags: texts('tags', 30),
      validFrom: moment('validFrom'),
      validUntil: moment('validUntil'),
    },
  }
}
