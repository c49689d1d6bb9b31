import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chooseLocale, texts } from './index.ts'

/** Every text as the visitor reads it, with an example where something is filled in. */
function read(locale: keyof typeof texts): Record<string, string> {
  const entries = Object.entries(texts[locale]).map(([key, text]) => [
    key,
    typeof text === 'string' ? text : text('7' as never),
  ])
  return Object.fromEntries(entries)
}

describe('the texts', () => {
  it('are there in both languages, and none is empty', () => {
    const [en, zh] = [read('en'), read('zh-CN')]
    assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort())
    for (const [key, text] of [...Object.entries(en), ...Object.entries(zh)]) {
      assert.notEqual(text.trim(), '', key)
    }
  })

  it('say in each language what is filled in', () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      for (const [key, text] of Object.entries(texts[locale])) {
        if (typeof text !== 'string') assert.match(text('7' as never), /7/, `${locale} ${key}`)
      }
    }
  })

  it('are Chinese in Chinese', () => {
    const same = Object.entries(read('zh-CN')).filter(([, text]) => !/\p{Script=Han}/u.test(text))
    assert.deepEqual(
      same.map(([key]) => key),
      ['poweredBy'],
    )
  })

  it('count one message as one', () => {
    assert.equal(texts.en.newBelow(1), '1 new message')
    assert.equal(texts.en.newBelow(2), '2 new messages')
  })
})

describe('chooseLocale', () => {
  it('takes what the channel or the page chose', () => {
    assert.equal(chooseLocale('en', ['zh-CN']), 'en')
    assert.equal(chooseLocale('zh-CN', ['en-GB']), 'zh-CN')
  })

  it('follows the first language of the browser that it speaks', () => {
    assert.equal(chooseLocale('auto', ['fr', 'zh-TW', 'en']), 'zh-CN')
    assert.equal(chooseLocale('auto', ['de-AT', 'en-US', 'zh']), 'en')
    assert.equal(chooseLocale('auto', ['enm', 'fr']), 'en')
    assert.equal(chooseLocale('auto', []), 'en')
  })
})
