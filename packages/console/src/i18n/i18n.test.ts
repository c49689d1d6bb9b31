import assert from 'node:assert/strict'
import { it } from 'node:test'
import { commands, groups } from '../commands/commands.ts'
import { en } from './en.ts'
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

it('says everything in both languages, with the same values', () => {
  const english = new Map(flatten(en))
  const chinese = new Map(flatten(zhCn))
  assert.deepEqual([...chinese.keys()], [...english.keys()])
  for (const [key, text] of english) {
    assert.notEqual(text.trim(), '', key)
    assert.deepEqual(values(chinese.get(key) ?? ''), values(text), key)
  }
})

it('leaves no English sentence among the Chinese texts', () => {
  const alike = flatten(zhCn).filter(([, text]) => !/\p{Script=Han}/u.test(text))
  assert.deepEqual(
    alike.map(([key]) => key),
    ['event.system', 'error.other'],
  )
})

it('names every command and every group of commands', () => {
  for (const { id } of commands) assert.equal(typeof en.command[id], 'string', id)
  for (const group of groups) assert.equal(typeof en.command.group[group], 'string', group)
})
