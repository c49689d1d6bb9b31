import { Refusal } from '@parley/protocol'
import type { FaqDraft } from '@parley/protocol/rest/learning'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { ConversationPorts, Message } from '../../conversations/index.ts'
import type { Author, Knowledge } from '../../knowledge/index.ts'
import { guessLanguage, normaliseQuestion } from '../../text/index.ts'
import { wishesPerson } from '../understanding/index.ts'

/** Messages of a conversation that a draft is made of, from its start. */
const MESSAGES_MAX = 200
const PHRASINGS_MAX = 8
/** Shorter words ask nothing: “ok”, “在吗”. */
const QUESTION_LENGTH_MIN = 4
const QUESTION_LENGTH_MAX = 200
const ANSWER_LENGTH_MAX = 5_000
const REFINE_MS_MAX = 30_000

const Refined: TSchema = Type.Object({
  question: Type.String({ minLength: 2, maxLength: QUESTION_LENGTH_MAX }),
  phrasings: Type.Array(Type.String({ maxLength: QUESTION_LENGTH_MAX }), { maxItems: 20 }),
  answer: Type.String({ minLength: 2, maxLength: ANSWER_LENGTH_MAX }),
})

interface Worded {
  question: string
  phrasings: string[]
  answer: string
}

export interface DraftFaqPorts {
  log: Pick<ConversationPorts['log'], 'find' | 'readAfter'>
  knowledge: Pick<Knowledge, 'articles'>
  /** Takes out what is personal: a frequent question is told to everybody. */
  hidePersonal(text: string): string
  /** Words it better; undefined where the workspace has no engine. Rejects when none answers. */
  refine:
    | ((
        request: { instructions: string; text: string; schema: object },
        signal: AbortSignal,
      ) => Promise<unknown>)
    | undefined
}

/**
 * Drafts a frequent question from a resolved conversation, unpublished: asked in the visitor's words,
 * answered in the agent's.
 *
 * @throws {Refusal} `not_found`, `conflict` when it is not resolved or holds no question and answer
 */
export async function draftFaq(
  { log, knowledge, hidePersonal, refine }: DraftFaqPorts,
  author: Author,
  conversationId: string,
): Promise<FaqDraft> {
  const conversation = await log.find({ workspaceId: author.workspaceId }, conversationId)
  if (conversation === undefined) throw new Refusal('not_found', 'There is no such conversation.')
  if (conversation.state.status !== 'resolved') {
    throw new Refusal('conflict', 'The conversation is not resolved yet. Resolve it first.')
  }
  const messages = await log.readAfter(conversationId, 0, MESSAGES_MAX)
  const plain = wordsOf(messages, hidePersonal)
  const refined = refine && (await refineWith(refine, plain))
  const { question, phrasings, answer } = refined ?? plain
  const article = await knowledge.articles.create(author, {
    kind: 'faq',
    title: question,
    phrasings,
    body: answer,
    locale: guessLanguage(question) === 'zh' ? 'zh-CN' : 'en',
    isPublished: false,
  })
  return {
    articleId: article.id,
    title: article.title,
    phrasings: article.phrasings,
    body: article.body,
    isRefined: refined !== undefined,
  }
}

/** What was asked before the first answer of a person, and what that person said. */
function wordsOf(messages: readonly Message[], hidePersonal: (text: string) => string): Worded {
  const said = messages.flatMap(({ author, content }) =>
    content.kind === 'text' ? [{ by: author.kind, text: hidePersonal(content.text.trim()) }] : [],
  )
  const answer = said
    .filter(({ by }) => by === 'agent')
    .map(({ text }) => text)
    .join('\n\n')
    .slice(0, ANSWER_LENGTH_MAX)
  // After the first answer, thanks and other matters follow.
  const firstAnswer = said.findIndex(({ by }) => by === 'agent')
  const asked = new Map<string, string>()
  for (const { by, text } of said.slice(0, Math.max(0, firstAnswer))) {
    if (by !== 'contact' || wishesPerson(text) !== undefined) continue
    const normalised = normaliseQuestion(text)
    const isQuestion =
      normalised.length >= QUESTION_LENGTH_MIN && text.length <= QUESTION_LENGTH_MAX
    if (isQuestion && !asked.has(normalised)) asked.set(normalised, text)
  }
  const [question, ...phrasings] = asked.values()
  if (question === undefined || answer === '') {
    throw new Refusal('conflict', 'The conversation holds no question with an agent’s answer.')
  }
  return { question, phrasings: phrasings.slice(0, PHRASINGS_MAX), answer }
}

/** Worded by an engine; undefined when it fails: the plain words are good enough to begin with. */
async function refineWith(
  refine: NonNullable<DraftFaqPorts['refine']>,
  { question, phrasings, answer }: Worded,
): Promise<Worded | undefined> {
  const instructions =
    'Turn this support conversation into one frequently asked question. Keep the language. Write a ' +
    'general question, other ways to ask it, and an answer that holds only what the agent said. ' +
    'Leave out names, greetings and everything about this one customer.'
  const text = [`Customer: ${[question, ...phrasings].join('\n')}`, `Agent: ${answer}`].join('\n\n')
  const signal = AbortSignal.timeout(REFINE_MS_MAX)
  try {
    const worded = await refine({ instructions, text, schema: Refined }, signal)
    return Value.Check(Refined, worded) ? (worded as Worded) : undefined
  } catch {
    return undefined
  }
}
