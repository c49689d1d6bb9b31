import { LRUCache } from 'lru-cache'
import { fold, normaliseQuestion } from '../../text/index.ts'

/** Why a person should take over. */
export type PersonWish = 'asked' | 'anger' | 'repeated'

const someone =
  '(?:真人|活人|人工(?:客服|服务|坐席|座席)?|客服|坐席|座席|专员|主管|经理|负责人|领导)'
const chineseRequests = [
  `转接?(?:到|给|成|去)?(?:一?[个位下])?${someone}`,
  `(?:找|叫|换|联系|接|呼叫|接通|喊|请)(?:一?[个位下])?(?:你们的?)?${someone}`,
  `(?:我要|我想要|给我|帮我|需要|来)(?:一?[个位])?(?:真人|活人|人工|人工客服|人工服务)`,
  `(?:和|跟|与|同)(?:一?[个位])?(?:${someone}|人)(?:说|聊|讲|沟通|通话|对话|谈|交流)`,
  `(?:不想|不要|别|不愿意)(?:再)?(?:和|跟|让|与|用)?(?:你这个?)?(?:机器人|ai)`,
  `(?:有没有|有)(?:真人|活人|人工客服|人工)(?:吗|啊|呢|么|在|$)`,
  `^(?:真人|人工|活人|人工客服|人工服务|客服|人工坐席)+(?:在吗|在不在|呢|吧|啊|谢谢)*$`,
]
const wantsChinese = new RegExp(chineseRequests.join('|'))
/** Near to it, and something else: what it is, when it is there, its price, or “no need for one”. */
const notChinese =
  /人工(?:智能|费|草坪|呼吸|降雨|制|做|打|授|湖|合成|泪液|成本|审核|关节|耳蜗|缝|编)|客服(?:电话|号码|热线|中心在|态度|说|告诉|答应|之前|昨天|已经|回复|给我|让我|承诺)|(?:不用|不要|不必|别|无需|不需要|先不)(?:给我|帮我)?(?:转|找|叫|联系)|(?:几点|什么时候|何时|工作时间|多少人|怎么成为|招聘|应聘)/

const somebody =
  '(?:humans?|persons?|people|agents?|representatives?|reps?|operators?|someone|somebody|supervisors?|managers?|advisors?|customer (?:service|support|care)|support (?:team|staff)|real (?:person|human|people)|live (?:agent|person|chat|support|human)|actual (?:person|human))'
const wantsEnglish = new RegExp(
  [
    `\\b(?:talk|speak|chat|connect|transfer|put|pass|hand|forward|escalate|refer|switch)\\b(?: me)?(?: (?:this|it|over|through|up|directly))*(?: (?:to|with))? (?:(?:an?|the|your|some|any|one of your|another) )?(?:(?:real|live|actual|human) )?${somebody}\\b`,
    `\\b(?:want|need|get me|give me|prefer|like|find me|let me have) (?:an? |the |your )?(?:(?:real|live|actual|human) )?(?:human|person|agent|representative|operator|supervisor|manager)\\b(?! (?:for|of|who sells))`,
    `^(?:an? )?(?:(?:real|live|actual|human) )?(?:human|person|agent|representative|rep|operator)(?: (?:please|now|pls))*$`,
    `\\b(?:not|no|stop|hate|tired of) (?:want to )?(?:talk(?:ing)?|speak(?:ing)?|chat(?:ting)?)?(?: to| with)? ?(?:this |a |the |you )?(?:stupid |dumb )?(?:bots?|robots?|machines?|ai)\\b`,
  ].join('|'),
)
const notEnglish =
  /\b(?:when can|what time|what hours|how many|are you (?:a|an) |is this (?:a|an) |do not (?:want|need) (?:to )?(?:(?:talk|speak|chat)\w* (?:to|with) )?(?:an? |the )?(?:human|person|agent|manager)|no need|(?:the|your|an?) (?:agent|manager|representative|rep|person|human) (?:said|told|was|promised|i (?:spoke|talked))|(?:talked|spoke|spoken) to|become an?|job|real estate|travel agent|user agent)\b/

const anger = [
  /(?<!厨余|可回收|有害|生活)垃圾(?!桶|袋|箱|分类|处理|车|筐|盒|短信|邮件|桶)/,
  /滚(?:蛋|开|吧|$)|傻[逼比叉b]|煞笔|沙雕|智障|脑残|弱智|废物|王八|混蛋|骗子公司|你们骗|骗人|气死|他妈|妈的|你妈|(?:^|[^a-z])(?:tmd|nmsl|sb|cnm)(?![a-z])|有病吧|黑心|坑人|坑爹|无耻|忍无可忍|什么破|火大|[很太好真]生气|太过分了|太差劲|差劲透|受够了/,
  /(?<!\d)12315(?!\d)|消费者协会|消协|(?:投诉|起诉|曝光|举报|告)你们|找记者|法院见|律师函/,
  /\b(?:fuck\w*|f\*+k?|bullshit|shit(?:ty)?|wtf|asshole|idiots?|morons?|bastards?|screw you|piss(?:ed)? off)\b/,
  /\b(?:scam(?:mers?)?|thieves|worst (?:service|company|support|experience)|(?:useless|stupid|dumb|terrible|pathetic) (?:bot|robot|service|company|support|thing|machine|answers?|people)|(?:you are|this is|so|completely|totally|absolutely) (?:useless|ridiculous|unacceptable|pathetic|outrageous|a joke)|furious|(?:i am|i'm|im|very|so|really) angry|outraged|infuriating|appalling|(?:bloody|damn) (?:useless|joke|rubbish)|fed up|sick (?:and tired )?of|sue you|my lawyer|had enough)\b/,
]

/** Times a question is asked, this one counted, before it stands for “you do not understand me”. */
const REPEATS = 3
/** How far back a repeat still counts. */
const EARLIER_MAX = 8

/**
 * Whether a visitor should come to a person, and why: asks for one, is angry, or asks the same for
 * the third time. `earlier` are the visitor's own messages before this one, oldest first.
 *
 * Asking about people (“人工客服几点上班”, “is this handmade”) is no wish for one.
 */
export function wishesPerson(
  text: string,
  earlier: readonly string[] = [],
): PersonWish | undefined {
  const { wish, question } = lookAt(text)
  return wish ?? (isRepeated(question, earlier) ? 'repeated' : undefined)
}

/** What a text tells by itself. */
interface Look {
  wish: PersonWish | undefined
  /** Normalised. */
  question: string
}

/** Texts that were looked at: each is again with the next ones of its conversation. */
const looks = new LRUCache<string, Look>({ max: 10_000 })
/** Longer ones are seldom repeated, and would fill the memory. */
const KEPT_LENGTH_MAX = 200

function lookAt(text: string): Look {
  const known = looks.get(text)
  if (known !== undefined) return known
  const look = { wish: wishOf(text), question: normaliseQuestion(text) }
  if (text.length <= KEPT_LENGTH_MAX) looks.set(text, look)
  return look
}

function wishOf(text: string): PersonWish | undefined {
  const plain = fold(text)
    .replace(/[’‘]/g, "'")
    .replace(/n't\b/g, ' not')
    .replace(/\bi'd\b/g, 'i would')
    .replace(/[^\p{L}\p{N}*]+/gu, ' ')
    .replace(/(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])/g, '')
    .trim()
  const asks =
    (wantsChinese.test(plain) && !notChinese.test(plain)) ||
    (wantsEnglish.test(plain) && !notEnglish.test(plain))
  if (asks) return 'asked'
  return anger.some((pattern) => pattern.test(plain)) || isShouted(text) ? 'anger' : undefined
}

/** A whole sentence in capitals with an exclamation mark; a name or a code is shorter. */
function isShouted(text: string): boolean {
  const letters = text.match(/[a-z]/gi) ?? []
  const capitals = text.match(/[A-Z]/g) ?? []
  return letters.length >= 15 && capitals.length > letters.length * 0.9 && /[!！]/.test(text)
}

function isRepeated(asked: string, earlier: readonly string[]): boolean {
  // “好的” and “ok” come often and ask nothing.
  if (asked.length < 4) return false
  const before = earlier.slice(-EARLIER_MAX).filter((other) => lookAt(other).question === asked)
  return before.length + 1 >= REPEATS
}
