/** The language of this page, and how it writes money. */
export const language = document.documentElement.lang === 'en' ? 'en' : 'zh'

export const money = (amount) => (language === 'en' ? `€${amount}` : `¥${amount}`)

const words = {
  zh: {
    add: '加入茶篮',
    added: (name) => `${name} 已放入茶篮`,
    all: '全部',
    basket: '茶篮',
    ask: '问问茶师',
    back: '全部茶品',
    brewFacts: ['水温', '投茶量', '首泡', '可泡'],
    brewed: ({ celsius, grams, seconds, times }) => [
      `${celsius} ℃`,
      `${grams} 克`,
      `${seconds} 秒`,
      `${times} 次`,
    ],
    hello: (name) => `${name}，欢迎回来`,
    level: { 会员等级: '银卡' },
    lead: '自产地直采，小批量分装，每一罐都写着采摘的日子。',
    others: '也可以试试',
    remove: '移除',
    removeThis: (name) => `移除 ${name}`,
    shop: '云栖茶舍',
    teas: '茶品',
    times: (count) => `× ${count}`,
    tin: (grams) => `${grams} 克 / 罐`,
  },
  en: {
    add: 'Add to basket',
    added: (name) => `${name} is in your basket`,
    all: 'All',
    basket: 'Basket',
    ask: 'Ask a tea master',
    back: 'All teas',
    brewFacts: ['Water', 'Leaf', 'First cup', 'Infusions'],
    brewed: ({ celsius, grams, seconds, times }) => [
      `${celsius} °C`,
      `${grams} g`,
      `${seconds} s`,
      `${times}`,
    ],
    hello: (name) => `Welcome back, ${name}`,
    level: { 'Member level': 'Silver' },
    lead: 'Bought from the growers, packed in small lots; every tin tells the day of its picking.',
    others: 'You may also like',
    remove: 'Remove',
    removeThis: (name) => `Remove ${name}`,
    shop: 'Cloudrest Tea',
    teas: 'Teas',
    times: (count) => `× ${count}`,
    tin: (grams) => `${grams} g tin`,
  },
}

export const say = words[language]
