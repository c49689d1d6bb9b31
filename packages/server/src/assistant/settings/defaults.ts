import type { AssistantSettings } from '@parley/protocol/rest/assistant'

/** An assistant as it comes: off, and good to go when it is switched on. */
export const defaultSettings: AssistantSettings = {
  isOn: false,
  name: 'Parley',
  avatar: '',
  exceptChannels: [],
  texts: {
    'zh-CN': {
      greeting: '',
      handingOver: '好的，正在为您转接人工客服，请稍候。',
      nobodyThere: '现在没有同事在线。请留下联系方式，我们回来后会尽快答复您。',
      noAnswer: '抱歉，我还没有找到这个问题的答案。需要我请同事来帮您吗？',
    },
    en: {
      greeting: '',
      handingOver: 'Of course. I am bringing in a colleague, one moment please.',
      nobodyThere:
        'Nobody is here right now. Leave us your contact details and we will get back to you.',
      noAnswer:
        'Sorry, I have not found an answer to that. Would you like to talk to one of my colleagues?',
    },
  },
  steps: ['cache', 'graph', 'articles', 'engines'],
  thresholds: { cache: 0.86, faq: 0.8, graph: 0.72 },
  failedAnswersMax: 3,
  whenNobodyIsThere: 'message_form',
  instructions: '',
  enginesWaitMsMax: 20_000,
  refinesIntents: false,
}
