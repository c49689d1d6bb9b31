import assert from 'node:assert/strict'
import { it } from 'node:test'
import { commands, groups } from '../commands/commands.ts'
import { assistantEn } from './assistant-en.ts'
import { assistantZhCn } from './assistant-zh-cn.ts'
import { en } from './en.ts'
import { learningEn } from './learning-en.ts'
import { learningZhCn } from './learning-zh-cn.ts'
import { routingEn } from './routing-en.ts'
import { routingZhCn } from './routing-zh-cn.ts'
import { zhCn } from './zh-cn.ts'

type Tree = { readonly [key: string]: string | Tree }

function flatten(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : flatten(value, `${path}${key}.`),
  )
}

function values(text: string): string[] {
  return (text.match(/\{\{\w+\}\}/g) ?? []).sort()
}

/** Everything that is said, with the texts that come with their sections. */
const english: Tree = {
  ...en,
  '(assistant)': assistantEn,
  '(learning)': learningEn,
  '(routing)': routingEn,
}
const chinese: Tree = {
  ...zhCn,
  '(assistant)': assistantZhCn,
  '(learning)': learningZhCn,
  '(routing)': routingZhCn,
}

it('says everything in both languages, with the same values', () => {
  const inEnglish = new Map(flatten(english))
  const inChinese = new Map(flatten(chinese))
  assert.deepEqual([...inChinese.keys()], [...inEnglish.keys()])
  for (const [key, text] of inEnglish) {
    assert.notEqual(text.trim(), '', key)
    assert.deepEqual(values(inChinese.get(key) ?? ''), values(text), key)
  }
})

it('leaves no English sentence among the Chinese texts', () => {
  const said = flatten(chinese).map(([key, text]) => [key, text.replaceAll(/\{\{\w+\}\}/g, '')])
  const alike = said.filter(([, text = '']) => /\p{L}/u.test(text) && !/\p{Script=Han}/u.test(text))
  assert.deepEqual(
    alike.map(([key]) => key),
    ['event.system'],
  )
})

it('names every command and every group of commands', () => {
  for (const { id } of commands) assert.equal(typeof en.command[id], 'string', id)
  for (const group of groups) assert.equal(typeof en.command.group[group], 'string', group)
})
