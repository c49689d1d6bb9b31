import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import type { Passage } from '../../knowledge/index.ts'

/** Characters of one passage that an engine gets. */
const PASSAGE_LENGTH_MAX = 2_000

const rules = {
  'zh-CN': (name: string) =>
    [
      `你是客服助手“${name}”。用访客提问的语言回答，简短、友好、准确。`,
      '只依据下面编号的资料回答；用到哪条，就在句末写上它的编号，如 [1]。不要编造编号或资料里没有的事实。',
      '形如 [PHONE_1] 的内容代表被隐藏的信息，需要时原样写出。',
      '资料不足以回答，或访客需要人工时，只写 [[HANDOFF:原因]]。',
    ].join('\n'),
  en: (name: string) =>
    [
      `You are "${name}", a customer service assistant. Answer in the visitor’s language: short, friendly, exact.`,
      'Rely only on the numbered pieces below; where you use one, put its number at the end of the sentence, like [1]. Make up neither numbers nor facts.',
      'Something like [PHONE_1] stands for what is hidden: repeat it as it is where you need it.',
      'When the pieces do not answer the question, or the visitor needs a person, write only [[HANDOFF:reason]].',
    ].join('\n'),
}

/** How an engine is to speak: the house's rules, then the workspace's own words. */
export function instructionsFor(
  { name, instructions }: Pick<AssistantSettings, 'name' | 'instructions'>,
  locale: 'zh-CN' | 'en',
): string {
  return [rules[locale](name), instructions.trim()].filter((part) => part !== '').join('\n\n')
}

/** What is known of the matter, numbered from 1 on. */
export function knowledgeFrom(
  pieces: readonly Pick<Passage, 'title' | 'heading' | 'text'>[],
): string {
  return pieces
    .map(({ title, heading, text }, index) => {
      const head = heading === '' || heading === title ? title : `${title} · ${heading}`
      return `[${index + 1}] ${head}\n${text.slice(0, PASSAGE_LENGTH_MAX)}`
    })
    .join('\n\n')
}
