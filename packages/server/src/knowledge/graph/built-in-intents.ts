import type { Intent } from '@parley/protocol/rest/graph'
import type { StoredFact } from '../facts.ts'

/** What visitors of nearly every company want; each answers as soon as the graph has the attribute. */
const builtIn: readonly Intent[] = [
  about('order_status', 'order', {
    name: { 'zh-CN': '订单进度', en: 'Order status' },
    zh: ['{order}到哪里了', '查一下{order}', '{order}的物流', '{order}发货了吗', '{order}状态'],
    en: ['where is {order}', 'track {order}', 'status of {order}', 'has {order} been shipped'],
    answers: { 'zh-CN': '订单 {0} 目前{0.status}。', en: 'Order {0} is {0.status}.' },
  }),
  about('order_delivery', 'order', {
    name: { 'zh-CN': '送达时间', en: 'Delivery' },
    zh: ['{order}什么时候到', '{order}几天能收到', '{order}哪天送到'],
    en: ['when does {order} arrive', 'when will {order} be delivered', 'delivery date of {order}'],
    answers: {
      'zh-CN': '订单 {0} 预计 {0.delivery} 送达。',
      en: 'Order {0} is expected on {0.delivery}.',
    },
  }),
  about('order_refund', 'order', {
    name: { 'zh-CN': '退款进度', en: 'Refund' },
    zh: ['{order}的退款到哪一步了', '{order}退款进度', '{order}退款了吗'],
    en: ['refund of {order}', 'has {order} been refunded', 'where is my refund for {order}'],
    answers: { 'zh-CN': '订单 {0} 的退款：{0.refund}。', en: 'Refund of order {0}: {0.refund}.' },
  }),
  about('product_price', 'product', {
    name: { 'zh-CN': '价格', en: 'Price' },
    zh: ['{product}多少钱', '{product}什么价格', '{product}的价格'],
    en: ['how much is {product}', 'price of {product}', 'what does {product} cost'],
    answers: { 'zh-CN': '{0}的价格是 {0.price}。', en: '{0} costs {0.price}.' },
  }),
  about('product_stock', 'product', {
    name: { 'zh-CN': '库存', en: 'Stock' },
    zh: ['{product}有货吗', '{product}还有现货吗', '{product}库存'],
    en: ['is {product} in stock', 'do you have {product} in stock', 'is {product} available'],
    answers: { 'zh-CN': '{0}：{0.stock}。', en: '{0}: {0.stock}.' },
  }),
]

/** Whether a fact came with the program: nothing stored, and the same for every workspace. */
export function isBuiltIn({ id }: { id: string }): boolean {
  return id.startsWith('built-in:')
}

/** The built-in intent of this key, as answers rest on it; undefined when there is none. */
export function builtInId(key: string): string | undefined {
  return builtIn.some((intent) => intent.key === key) ? `built-in:${key}` : undefined
}

/** Facts with the built-in intents before them, save those that a workspace has its own words for. */
export function withBuiltIn(facts: readonly StoredFact[]): StoredFact[] {
  const own = new Set(facts.flatMap(({ kind, body }) => (kind === 'intent' ? body.key : [])))
  const missing = builtIn.filter(({ key }) => !own.has(key))
  return [
    ...missing.map((body) => ({
      kind: 'intent' as const,
      body,
      id: `built-in:${body.key}`,
      version: 1,
      changedAt: 0,
    })),
    ...facts,
  ]
}

function about(
  key: string,
  subject: string,
  told: {
    name: { 'zh-CN': string; en: string }
    zh: string[]
    en: string[]
    answers: { 'zh-CN': string; en: string }
  },
): Intent {
  return {
    key,
    name: told.name,
    subject,
    phrasings: { 'zh-CN': told.zh, en: told.en },
    answers: [{ path: [], templates: told.answers }],
  }
}
