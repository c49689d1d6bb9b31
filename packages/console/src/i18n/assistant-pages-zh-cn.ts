import type { Texts } from './index.ts'

/** The pages of the section “Assistant”, for their links and commands. */
export const assistantPageZhCn: Texts['assistantPage'] = {
  label: '智能助手的页面',
  settings: '助手设置',
  engines: 'AI 引擎',
  articles: '知识文章',
  graph: '知识图谱',
  intents: '意图',
  unanswered: '未能回答',
  golden: '标准问题',
  playground: '试问',
  figures: '数据',
  privacy: '隐私',
}
