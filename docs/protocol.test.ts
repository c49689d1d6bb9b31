import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import * as protocol from '../packages/protocol/src/index.ts'

const page = readFileSync(new URL('protocol.md', import.meta.url), 'utf8')
const schema = readFileSync(
  new URL('../packages/protocol/proto/parley/v1/frames.proto', import.meta.url),
  'utf8',
)

/** The cells of the table that stands under a heading, without its first two lines. */
function tableUnder(heading: string): string[][] {
  const section = page.split(`${heading}\n`)[1]?.split('\n#')[0] ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
}

/** Names of the bodies of one message of the schema. */
function bodiesOf(message: string): string[] {
  const oneof = new RegExp(`message ${message} \\{[\\s\\S]*?oneof body \\{([\\s\\S]*?)\\n  \\}`)
  const fields = oneof.exec(schema)?.[1] ?? ''
  return [...fields.matchAll(/^\s+\w+ (\w+) = \d+;/gm)].map(([, name]) => name ?? '')
}

describe('docs/protocol.md', () => {
  it('lists every error', () => {
    assert.deepEqual(
      tableUnder('## Errors'),
      Object.entries(protocol.refusals).map(([reason, { code, retry, http }]) => [
        String(code),
        reason,
        retry,
        String(http),
      ]),
    )
  })

  it('lists every close code', () => {
    assert.deepEqual(
      tableUnder('## Close codes'),
      Object.entries(protocol.closeCodes).map(([name, { code }]) => [
        String(code),
        name,
        protocol.mayReconnect(code) ? 'yes' : 'no',
      ]),
    )
  })

  it('lists every limit', () => {
    const limits = Object.entries(protocol).filter(([name]) => name.endsWith('_MAX'))
    assert.deepEqual(
      tableUnder('## Limits').sort(),
      limits.map(([name, value]) => [name, String(value)]).sort(),
    )
  })

  it('lists every frame in its direction', () => {
    const requests = tableUnder('### What a client sends')
    assert.deepEqual(requests.map(([frame]) => frame).sort(), bodiesOf('ClientFrame').sort())
    const answers = requests.map(([, answer]) => answer)
    const pushes = tableUnder('### What the server pushes').map(([frame]) => frame)
    assert.deepEqual(
      [...new Set(['error', ...answers, ...pushes])].sort(),
      bodiesOf('ServerFrame').sort(),
    )
  })

  it('shows the bytes of a real frame', () => {
    const bytes = protocol.encodeClientFrame(0, { $case: 'heartbeat', value: {} })
    assert.ok(
      page.includes(`\`${Buffer.from(bytes).toString('hex').replace(/../g, '$& ').trim()}\``),
    )
  })
})
