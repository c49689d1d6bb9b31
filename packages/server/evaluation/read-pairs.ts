import { readFileSync } from 'node:fs'

/** One labelled pair of questions, as a person judged it. */
export interface Pair {
  locale: 'zh-CN' | 'en'
  /** The answer to the first question answers the second as well. */
  isSame: boolean
  /** The frequent question that answers the second one, if any. */
  faq: string | undefined
  /** That frequent question answers in general what something else answers better: either is right. */
  isFaqOptional: boolean
  /** The intent of the second question, if any. */
  intent: string | undefined
  /** Names in the second question, by the id of what they name. */
  entities: readonly string[]
  first: string
  second: string
}

/**
 * Reads a file of pairs: a line each, `= or ! | faq | intent | entities | first | second`, under a
 * heading for its language. `-` stands for none; `?`
 * behind the FAQ entry says that it may answer, or not.
 *
 * @throws {Error} naming the line that cannot be read.
 */
export function readPairs(file: URL): Pair[] {
  let locale: Pair['locale'] = 'zh-CN'
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      if (line.startsWith('# ')) {
        locale = line === '# en' ? 'en' : 'zh-CN'
        return []
      }
      const [mark, faq, intent, entities = '-', first, second] = line.split(' | ')
      if (first === undefined || second === undefined) throw new Error(`cannot read: ${line}`)
      return {
        locale,
        isSame: mark === '=',
        faq: faq === '-' ? undefined : faq?.replace('?', ''),
        isFaqOptional: faq?.endsWith('?') ?? false,
        intent: intent === '-' ? undefined : intent,
        entities: entities === '-' ? [] : entities.split(','),
        first,
        second,
      }
    })
}
