import { fold } from './fold.ts'
import { numeralsToDigits } from './numerals.ts'

/** One way of saying it for many, after folding. Order matters: longer forms come first. */
const variants: readonly (readonly [RegExp, string])[] = [
  [/can['’]t|cannot|\bcant\b/g, 'can not'],
  [/won['’]t/g, 'will not'],
  [/\b(do|does|did|is|are|was|has|have|had|would|could|should)n['’]?t\b/g, '$1 not'],
  [/\bi['’]?m\b/g, 'i am'],
  [/\bi['’]d\b/g, 'i would'],
  [/\bi['’]?ve\b/g, 'i have'],
  [/\b(how|what|where|when|who|it|that)['’]s\b/g, '$1 is'],
  [/['’]s\b/g, ''],
  [/\bwi-fi\b/g, 'wifi'],
  [/\be-mail/g, 'email'],
  [/\bu\b/g, 'you'],
  [/\bur\b/g, 'your'],
  [/(能|会|要|是|可以|用|行|好|在|算|送|退|收|包|免|支持)不(?:\1|可以)/g, '$1'],
  [/可不可以/g, '可以'],
  [/有没有(?=[^有])/g, '有'],
  [/您/g, '你'],
  [/[俺咱](?:们)?/g, '我'],
  [/啥时候|何时|几时/g, '什么时候'],
  [/啥|神马/g, '什么'],
  [/怎么样才能|怎样才能|怎么才能|怎样|如何|咋样|咋|怎么样(?=[^\s])|该怎么/g, '怎么'],
  [/为何|为啥|为嘛|怎么会/g, '为什么'],
  [/哪一(?=[天个家款种])/g, '哪'],
  [
    /怎么(?:就|又|老是|总是|一直)?(?=(?:还|都)?[没不未]|用不了|连不上|收不到|打不开|登不上|登录不上)/g,
    '为什么',
  ],
  [/哪儿|哪里|哪边|什么地方|哪(?=查|看|找|下载)/g, '哪里'],
  [/这儿/g, '这里'],
  [/帐(?=[号户单])|(?<=到)帐/g, '账'],
  [/账号/g, '账户'],
  [/多长时间|多少时间|多少天|多长|几天/g, '多久'],
  [/能否|可否|是否能|是否可以/g, '可以'],
  [/不能够/g, '不能'],
  [/木有|没得/g, '没有'],
  [/了没(?:有)?(?=[^\u3400-\u9fff]|$)/g, '了'],
  // At the end of a question it asks, it denies nothing: “发货没”, “有电子版没有”.
  [
    /(?<=[\u3400-\u9fff]{2})(?<!还|都|也|又|就|从|再|并|却|但|本)没(?:有)?(?=[^\u3400-\u9fff]*$)/g,
    '',
  ],
  [/支援/g, '支持'],
]

/** Politeness and filler that changes nothing about what is asked, wherever it stands. */
const chineseFillers = new RegExp(
  [
    '请问一下|请问|请教一下|请教|你好啊|你好|哈喽|嗨|在吗|在不在|有人吗',
    '麻烦(?:你)?(?:帮我|问一下|问下)?|不好意思|打扰(?:一下|了)?|劳驾|拜托',
    '我?(?:就)?(?:想|要)(?:问|咨询|了解|知道|请问)(?:一下|下|问)?|问一下|咨询一下|咨询下|问下',
    '帮我|帮忙|给我(?=查|看|说)|告诉我|跟我说|能告诉|谢谢(?:你|了|啦)?|感谢|多谢|辛苦了?',
    '(?:亲|亲亲)(?=[\\s,]|$)|^亲|客服(?=[\\s,])|小姐姐|老板|店家|掌柜',
    '一下(?!子)|到底|究竟|其实|那个(?=[\\s,])|就是(?=[\\s,])|嗯+|唉+',
    '(?:[吗呢啊呀哦噢喔哈嘛啦呗哟吖嘞咧吧]|(?<![什怎那这多要])么)+(?=[\\s,]|$)|不(?=[\\s,]|$)',
  ].join('|'),
  'g',
)
const englishFillers = new RegExp(
  `\\b(?:${[
    'hello|hi|hey|good (?:morning|afternoon|evening)|dear|sir|madam|team|guys|there(?= please)',
    'please|pls|plz|kindly|thanks(?: a lot| in advance)?|thank you(?: very much)?|thx|cheers',
    'excuse me|sorry(?: to bother you)?',
    '(?:could|can|would) (?:you|someone|anyone)(?: please)? (?:tell me|let me know|explain(?: to me)?)',
    'do you (?:happen to )?know|any idea',
    'i (?:would like|want|wanted|need) to (?:know|ask)|i would like to|i was wondering|i wonder',
    'may i ask|just|actually|basically|really|quick question|if possible|by the way|btw',
  ].join('|')})\\b`,
  'g',
)

/**
 * A question as it is compared: one width and case, simplified characters, Chinese numerals as
 * digits, common variants made one, and without punctuation, emoji, politeness and fillers. Words
 * stay in order, so different questions stay different; nothing is stemmed or sorted. Spaces stand
 * between Latin words only. A text that is nothing but politeness keeps its words.
 */
export function normaliseQuestion(text: string): string {
  const plain = withoutVariants(text)
  const asked = plain.replace(chineseFillers, ' ').replace(englishFillers, ' ')
  return numeralsToDigits(close(asked)) || close(plain)
}

/** A word or phrase as it stands inside a normalised question: nothing is dropped as filler. */
export function normalisePhrase(text: string): string {
  return numeralsToDigits(close(withoutVariants(text)))
}

function withoutVariants(text: string): string {
  let plain = fold(text).replace(/[’‘`´]/g, "'")
  for (const [form, one] of variants) plain = plain.replace(form, one)
  return signsToSpaces(plain)
}

/** Signs become a comma's place; a point or hyphen inside a number or name stays. */
function signsToSpaces(text: string): string {
  return text
    .replace(/(\d)[,](?=\d{3}\b)/g, '$1')
    .replace(/(?<=\d)\.(?=\d)/g, '\ue000')
    .replace(/[^\p{L}\p{N}\ue000]+/gu, ' ')
    .replaceAll('\ue000', '.')
}

/** One space between Latin words, none beside a Han character. */
function close(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])/g, '')
    .trim()
}
