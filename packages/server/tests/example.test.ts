import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startServer } from './_harness/server.ts'
import { STAFF_PASSWORD } from './_harness/staff.ts'

const example = fileURLToPath(new URL('../../../examples/hold-a-conversation.ts', import.meta.url))

test('the example holds a conversation over the bare wire', async () => {
  await using server = await startServer()
  const email = await server.addAgent('Mei')
  const { stdout } = await promisify(execFile)(process.execPath, [
    example,
    server.url,
    server.channelId,
    email,
    STAFF_PASSWORD,
  ])
  const lines = stdout.trim().split('\n')
  for (const line of [
    'visitor is welcome, with version 1',
    'agent is welcome, with version 1',
    'the agent reads 2 entries of the log',
    'visitor hears seq 3 of author kind 2: Yes, we are. What can we do for you?',
    'agent hears seq 4 of author kind 1: Nothing, I was only curious. Thanks!',
    'the retry returns seq 5 of the first time: true',
  ]) {
    assert.ok(lines.includes(line), `"${line}" is missing in:\n${stdout}`)
  }
  assert.equal(lines.filter((line) => line.startsWith('agent hears seq 5')).length, 1)
})
