import type { Intent } from '@parley/protocol/rest/graph'

type PerLocale = Record<'zh-CN' | 'en', string>

/** An intent as it is written: lists are lines, a path is words with blanks between. */
export interface IntentDraft {
  key: string
  name: PerLocale
  subject: string
  phrasings: PerLocale
  patterns: string
  answers: { path: string; templates: PerLocale }[]
  isPeopleOnly: boolean
  isOff: boolean
}

/** What is written of a stored intent; of a new one, nothing yet. */
export function intentDraftOf(intent: Intent | undefined): IntentDraft {
  const { key = '', name, subject = '', phrasings, patterns = [], answers = [] } = intent ?? {}
  const lines = (list: readonly string[] | undefined) => (list ?? []).join('\n')
  return {
    key,
    name: { 'zh-CN': name?.['zh-CN'] ?? '', en: name?.en ?? '' },
    subject,
    phrasings: { 'zh-CN': lines(phrasings?.['zh-CN']), en: lines(phrasings?.en) },
    patterns: lines(patterns),
    answers: answers.map(({ path, templates }) => ({
      path: path.join(' '),
      templates: { 'zh-CN': templates['zh-CN'] ?? '', en: templates.en ?? '' },
    })),
    isPeopleOnly: intent?.isPeopleOnly ?? false,
    isOff: intent?.isOff ?? false,
  }
}

/** The intent as it is stored: what is empty is left out. */
export function toIntent(draft: IntentDraft): Intent {
  const { key, name, subject, phrasings, patterns, answers, isPeopleOnly, isOff } = draft
  const answered = answers
    .filter(({ templates }) => Object.keys(written(templates)).length > 0)
    .map(({ path, templates }) => ({
      path: path.split(/[\s,，→]+/).filter(Boolean),
      templates: written(templates),
    }))
  const asked = Object.fromEntries(
    Object.entries(phrasings).flatMap(([locale, text]) => {
      const lines = linesOf(text)
      return lines.length === 0 ? [] : [[locale, lines]]
    }),
  )
  return {
    key: key.trim(),
    ...(Object.keys(written(name)).length > 0 ? { name: written(name) } : {}),
    ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
    ...(Object.keys(asked).length > 0 ? { phrasings: asked } : {}),
    ...(linesOf(patterns).length > 0 ? { patterns: linesOf(patterns) } : {}),
    ...(answered.length > 0 ? { answers: answered } : {}),
    ...(isPeopleOnly ? { isPeopleOnly } : {}),
    ...(isOff ? { isOff } : {}),
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

function written(texts: PerLocale): Partial<PerLocale> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([locale, text]) =>
      text.trim() === '' ? [] : [[locale, text.trim()]],
    ),
  )
}
