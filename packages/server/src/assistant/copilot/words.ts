import type { CopilotTask } from '@parley/protocol/rest/copilot'

export type Language = 'zh-CN' | 'en'

const names: Record<Language, string> = { 'zh-CN': '简体中文', en: 'English' }

const zh: Record<CopilotTask, string> = {
  reply:
    '你在帮助一位客服写回复。只依据下面编号的资料，写出可以直接发给访客的回复，简短友好；用到哪条就在句末写编号，如 [1]。资料不足时，写一句请访客补充所需信息的回复。',
  summary:
    '下面是一段客服对话，> 是访客，< 是我方。用三到五行概括：访客要什么，已经做了什么，还差什么。',
  shorter: '把下面的回复改得更短，意思不变。',
  friendlier: '把下面的回复改得更友好，意思不变。',
  formal: '把下面的回复改得更正式，意思不变。',
  translate: '把下面的文字翻译成简体中文。',
  translate_contact: '把下面的文字翻译成简体中文。',
}

const en: Record<CopilotTask, string> = {
  reply:
    'You help a customer service agent to write a reply. Rely only on the numbered pieces below and write what can be sent as it is, short and friendly; where you use one, put its number at the end of the sentence, like [1]. If they are not enough, write a sentence that asks for what is missing.',
  summary:
    'Below is a conversation with a customer; > is the visitor, < is us. Sum it up in three to five lines: what the visitor wants, what was done, what is still to do.',
  shorter: 'Make the following reply shorter, with the same meaning.',
  friendlier: 'Make the following reply friendlier, with the same meaning.',
  formal: 'Make the following reply more formal, with the same meaning.',
  translate: 'Translate the following text into English.',
  translate_contact: 'Translate the following text into English.',
}

/** What an engine is told to do, in the language in which its answer is wanted. */
export function instructionsOf(task: CopilotTask, language: Language): string {
  const hidden =
    language === 'zh-CN'
      ? '形如 [PHONE_1] 的内容原样保留。只写结果，不要解释。'
      : 'Keep what looks like [PHONE_1] as it is. Write the result alone, without explanation.'
  const inLanguage = language === 'zh-CN' ? `用${names[language]}写。` : `Write ${names[language]}.`
  return [(language === 'zh-CN' ? zh : en)[task], inLanguage, hidden].join('\n')
}
