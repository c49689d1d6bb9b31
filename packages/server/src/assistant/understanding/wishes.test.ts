import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { wishesPerson } from './wishes.ts'

const asked = [
  '转人工',
  '轉人工',
  '转人工！！！',
  '请帮我转人工客服',
  '我要找人工客服',
  '找真人',
  '人工',
  '人工客服在吗',
  '我想和真人说话',
  '有没有真人啊',
  '能不能换个客服',
  '我不想跟机器人聊了',
  '叫你们经理来',
  '转到人工服务',
  'Talk to a human',
  'I want to speak to an agent',
  'can I talk to a real person please',
  'connect me with a representative',
  'put me through to your manager',
  'human please',
  'agent',
  'let me talk to someone',
  "I don't want to talk to a bot",
  'I need a human',
]
const fine = [
  '我的电话是13817512315',
  '人工智能是什么',
  '这个是人工做的吗',
  '人工费怎么算',
  '人工客服几点上班',
  '客服电话多少',
  '不用转人工了，谢谢',
  '你们招聘客服吗',
  '昨天客服说可以退',
  '垃圾桶多少钱',
  '厨余垃圾处理器有吗',
  '怎么退货',
  '我朋友也有一台',
  'Is this hand-made?',
  'When can I talk to a person?',
  'the agent said I get a refund',
  'how many people can use it',
  'Are you a human?',
  'I do not need an agent',
  'Do you sell trash bags? The rubbish bin',
  'OK!!!',
  'MY ORDER',
]
const angry = [
  '什么垃圾客服机器',
  '你们就是骗子公司',
  '气死我了，等了一周',
  '再不处理我就打12315',
  '傻逼',
  '你们太过分了',
  'this is bloody useless',
  'I am furious',
  'this is ridiculous, useless bot',
  'Worst service ever',
  'what the fuck',
  'WHERE IS MY REFUND ALREADY!!!',
]

describe('wishesPerson', () => {
  it('hears who asks for a person', () => {
    for (const text of asked) assert.equal(wishesPerson(text), 'asked', text)
  })

  it('leaves questions about people, and other words, to the assistant', () => {
    for (const text of fine) assert.equal(wishesPerson(text), undefined, text)
  })

  it('hears anger', () => {
    for (const text of angry) assert.ok(wishesPerson(text), text)
  })

  it('hears the same question for the third time', () => {
    const question = '我的退款到哪里了？'
    assert.equal(wishesPerson(question, [question]), undefined)
    assert.equal(wishesPerson(question, ['请问我的退款到哪里了', '你好', question]), 'repeated')
    assert.equal(wishesPerson('好的', ['好的', '好的', '好的']), undefined)
  })

  it('hears it through punctuation, emoji and politeness around', () => {
    const around = fc.constantFrom('', ' ', '！', '😡', '，谢谢', '。。。', ' please')
    fc.assert(
      fc.property(
        fc.constantFrom('转人工', '找人工客服', 'talk to a human'),
        around,
        (wish, end) => {
          assert.equal(wishesPerson(`${wish}${end}`), 'asked')
        },
      ),
    )
  })

  it('takes any text, however long, without delay', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        wishesPerson(text, [text])
      }),
    )
    wishesPerson('talk to me '.repeat(2_000))
    wishesPerson('转'.repeat(20_000))
  })
})
