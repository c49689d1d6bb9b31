import type { Locale, Role } from '@parley/protocol/rest'
import type { AssistantChange } from '@parley/protocol/rest/assistant'
import { avatar } from './avatar.ts'

/** The people of the demo workspace. */
export const agents: { name: string; email: string; role: Role; locale: Locale }[] = [
  { name: '林晓梅 Mei Lin', email: 'mei@cloudrest.example', role: 'admin', locale: 'zh-CN' },
  { name: 'Oliver Hart', email: 'oliver@cloudrest.example', role: 'agent', locale: 'en' },
  { name: '陈默 Mo Chen', email: 'mo@cloudrest.example', role: 'supervisor', locale: 'zh-CN' },
]

/** The demo's assistant: it answers from the shop's knowledge, and no engine is set. */
export const assistant: AssistantChange = { isOn: true, name: '小云 Yun', avatar }

/** Its first words. */
export const assistantGreetings = {
  'zh-CN': '您好，我是小云。茶叶、订单、配送都可以直接问我，想找同事就说“转人工”。',
  en: 'Hello, I am Yun. Ask me about teas, orders or delivery, or say “talk to a person”.',
}

export interface DemoConversation {
  locale: string
  userAgent: string
  minutesAgo: number
  contact: {
    name: string
    email?: string
    phone?: string
    attributes?: Record<string, string>
  }
  pages: { url: string; title: string; referrer: string }[]
  lines: [Line, ...Line[]]
  /** E-mail of the agent who has it; none waits in the queue. */
  agent?: string
  isResolved?: boolean
  isRead?: boolean
}

interface Line {
  from: 'contact' | 'agent' | 'note'
  text: string
}

const [mei, oliver, mo] = agents.map(({ email }) => email) as [string, string, string]

const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1'
const desk =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36'
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_2) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15'

const shop = 'https://cloudrest.example'
const page = (path: string, title: string, referrer = '') => ({
  url: `${shop}${path}`,
  title,
  referrer,
})
const contact = (text: string): Line => ({ from: 'contact', text })
const agent = (text: string): Line => ({ from: 'agent', text })
const note = (text: string): Line => ({ from: 'note', text })

const home = page('/', '云栖茶舍 · 首页', 'https://www.example.org/search?q=龙井')
const longjing = page('/tea/longjing', '明前龙井 · 云栖茶舍')
const delivery = page('/delivery', '配送与退换 · 云栖茶舍')
const homeEn = page('/en/', 'Cloudrest Tea', 'https://news.example.org/best-teas')
const oolong = page('/en/tea/tieguanyin', 'Tieguanyin Oolong · Cloudrest Tea')

/** What is told in the demo, oldest first. */
export const demoConversations: DemoConversation[] = [
  {
    locale: 'zh-CN',
    userAgent: phone,
    minutesAgo: 4_300,
    contact: { name: '周岚', email: 'zhoulan@mail.example', attributes: { 会员等级: '金卡' } },
    pages: [home, longjing],
    lines: [
      contact('请问明前龙井还有现货吗？'),
      agent('您好周女士，有的，今年的明前龙井还有 50g 和 125g 两种规格。'),
      contact('那要 125g 的，能开发票吗'),
      agent('可以的，下单时填写抬头和税号即可，电子发票会在发货后发到您的邮箱 📮'),
      contact('好的谢谢！'),
    ],
    agent: mei,
    isResolved: true,
    isRead: true,
  },
  {
    locale: 'en',
    userAgent: mac,
    minutesAgo: 3_050,
    contact: { name: 'Amelia Wright', email: 'amelia@post.example' },
    pages: [homeEn, oolong],
    lines: [
      contact('Hi! Do you ship the Tieguanyin to Ireland?'),
      agent('Hello Amelia! Yes, we do. It takes five to eight days and is tracked all the way.'),
      contact('Lovely. Is there import duty?'),
      agent('Orders below 150 € have the taxes included, so nothing is due at the door.'),
      note('Asked about duty: third time this week. Worth a line on the delivery page.'),
      contact('Perfect, ordering now. Thank you 🙌'),
    ],
    agent: oliver,
    isResolved: true,
    isRead: true,
  },
  {
    locale: 'zh-CN',
    userAgent: desk,
    minutesAgo: 1_500,
    contact: { name: '吴承宇', phone: '+86 138 0000 0000', attributes: { 公司: '启明设计' } },
    pages: [home, page('/gifts', '礼盒 · 云栖茶舍')],
    lines: [
      contact('我们公司想订 60 份中秋礼盒，能印 logo 吗？'),
      agent('您好，可以的！50 份以上支持烫金 logo，打样三天左右。'),
      contact('打样收费吗'),
      agent('首次打样免费。麻烦您把 logo 的矢量文件发到 gift@cloudrest.example。'),
      contact('好，我下午发。'),
      note('大客户，报价时走团购价。@陈默 帮忙盯一下打样进度。'),
    ],
    agent: mo,
    isRead: true,
  },
  {
    locale: 'en',
    userAgent: phone,
    minutesAgo: 700,
    contact: { name: 'Jonas Weber', email: 'jonas@weber.example' },
    pages: [oolong, page('/en/orders', 'Your orders · Cloudrest Tea')],
    lines: [
      contact('My parcel says delivered, but there is nothing here.'),
      agent('I am sorry, Jonas. Let me look at the carrier’s note. One moment.'),
      agent('It was left with a neighbour at number 14. Could you ask there?'),
      contact('Found it, thanks a lot!'),
    ],
    agent: oliver,
    isResolved: true,
    isRead: true,
  },
  {
    locale: 'zh-CN',
    userAgent: phone,
    minutesAgo: 180,
    contact: { name: '何静', attributes: { 会员等级: '银卡' } },
    pages: [longjing, delivery],
    lines: [
      contact('茶叶收到了，但是盒子压坏了 😢'),
      agent('非常抱歉给您带来不好的体验！方便描述一下里面的茶罐有没有变形吗？'),
      contact('罐子没事，就是外盒瘪了，本来要送人的'),
      agent('明白了，我们今天就给您补寄一个新的外盒，顺丰寄出，您不用退回旧的。'),
      contact('太好了，谢谢你们！'),
    ],
    agent: mei,
    isRead: true,
  },
  {
    locale: 'en',
    userAgent: desk,
    minutesAgo: 95,
    contact: { name: 'Priya Nair', email: 'priya@nair.example' },
    pages: [homeEn, page('/en/subscriptions', 'Subscriptions · Cloudrest Tea')],
    lines: [
      contact('Can I pause my subscription while I travel?'),
      agent('Of course! For how long will you be away?'),
      contact('Six weeks, from the first of December.'),
    ],
    agent: oliver,
  },
  {
    locale: 'zh-CN',
    userAgent: mac,
    minutesAgo: 42,
    contact: { name: '徐子墨', email: 'zimo@xu.example' },
    pages: [home, page('/tea/dahongpao', '大红袍 · 云栖茶舍')],
    lines: [
      contact('大红袍和肉桂有什么区别？第一次买岩茶'),
      agent('您好！肉桂香气高锐，有桂皮香；大红袍更醇和、层次多。第一次喝建议从大红袍开始。'),
      contact('水温有讲究吗'),
    ],
    agent: mei,
  },
  {
    locale: 'en',
    userAgent: phone,
    minutesAgo: 18,
    contact: { name: '' },
    pages: [homeEn],
    lines: [contact('Hello, is your jasmine tea caffeine free?'), contact('Asking for my mum 🙂')],
  },
  {
    locale: 'zh-CN',
    userAgent: phone,
    minutesAgo: 9,
    contact: { name: '' },
    pages: [delivery],
    lines: [contact('退款一般多久到账？')],
  },
  {
    locale: 'zh-CN',
    userAgent: desk,
    minutesAgo: 4,
    contact: { name: '孙悦', email: 'sunyue@mail.example', attributes: { 订单号: '20261123-812' } },
    pages: [page('/orders/812', '我的订单 · 云栖茶舍')],
    lines: [contact('订单 812 能改一下收货地址吗？还没发货'), contact('改到杭州西湖区')],
  },
]
