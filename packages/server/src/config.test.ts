import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { ConfigError, environmentName, readConfig, settings } from './config.ts'

let folder = ''
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-config-'))
})
after(() => rmSync(folder, { recursive: true }))

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment, folder)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message.split('\n')
  }
  return []
}

/** A file that is named as the configuration, with this in it. */
function fileOf(content: string): { PARLEY_CONFIG: string } {
  const path = join(folder, 'settings.json')
  writeFileSync(path, content)
  return { PARLEY_CONFIG: path }
}

describe('readConfig', () => {
  it('needs nothing', () => {
    const config = readConfig({ HOME: '/root' }, folder)
    assert.equal(config.port, 8080)
    assert.equal(config.gateway.heartbeatMs, 25_000)
    assert.equal(config.conversations.openPerVisitorMax, 5)
  })

  it('has a default for every setting that the setting itself takes', () => {
    for (const { path, parse, default: otherwise } of settings) {
      assert.equal(parse(otherwise), otherwise, path)
    }
  })

  it('lets the environment win over the file, and the file over the defaults', () => {
    const file = fileOf('{"port": 9000, "host": "::1", "gateway": {"heartbeatMs": 5000}}')
    const config = readConfig({ ...file, PARLEY_PORT: '9001' }, folder)
    assert.equal(config.port, 9001)
    assert.equal(config.host, '::1')
    assert.equal(config.gateway.heartbeatMs, 5_000)
    assert.equal(config.gateway.framesPerSecondMax, 20)
  })

  it('tells all that is wrong at once, each by its name', () => {
    assert.deepEqual(
      problemsOf({ PARLEY_PORT: '8080.5', PARLEY_TRUST_PROXY: 'maybe', PARLEY_LOGLEVEL: 'info' }),
      [
        'PARLEY_LOGLEVEL is not a setting. Did you mean PARLEY_LOG_LEVEL?',
        'PARLEY_PORT is "8080.5"; allowed is a whole number from 0 to 65535.',
        'PARLEY_TRUST_PROXY is "maybe"; allowed is true or false.',
      ],
    )
  })

  it('takes whole numbers within their bounds, and nothing near them', () => {
    for (const wrong of ['', ' 1', '-1', '65536', '1e3', '0x10', 'NaN']) {
      assert.equal(problemsOf({ PARLEY_PORT: wrong }).length, 1, JSON.stringify(wrong))
    }
    assert.equal(readConfig({ PARLEY_PORT: '0' }, folder).port, 0)
    assert.equal(readConfig({ PARLEY_PORT: '65535' }, folder).port, 65_535)
  })

  it('takes yes and no in their two ways only', () => {
    for (const [raw, value] of Object.entries({ true: true, 1: true, false: false, 0: false })) {
      assert.equal(readConfig({ PARLEY_TRUST_PROXY: raw }, folder).trustProxy, value)
    }
    for (const wrong of ['', 'yes', 'TRUE', 'constructor', '__proto__']) {
      assert.equal(problemsOf({ PARLEY_TRUST_PROXY: wrong }).length, 1, wrong)
    }
  })

  it('takes a public address as browsers write it, and no more than an address', () => {
    const read = (raw: string) => readConfig({ PARLEY_PUBLIC_URL: raw }, folder).publicUrl
    assert.equal(read('https://chat.example'), 'https://chat.example')
    assert.equal(read('HTTPS://Chat.Example:443/'), 'https://chat.example')
    assert.equal(read('http://127.0.0.1:8080'), 'http://127.0.0.1:8080')
    for (const wrong of [
      'chat.example',
      'ftp://chat.example',
      'https://chat.example/parley',
      'https://chat.example?x=1',
      'https://ada:secret@chat.example',
      'https://',
    ]) {
      assert.equal(problemsOf({ PARLEY_PUBLIC_URL: wrong }).length, 1, wrong)
    }
  })

  it('refuses a file that is missing, is no JSON or has what no setting has', () => {
    const missing = join(folder, 'missing.json')
    assert.deepEqual(problemsOf({ PARLEY_CONFIG: missing }), [
      `PARLEY_CONFIG names ${missing}; there is no such file.`,
    ])
    assert.match(problemsOf(fileOf('{port: 1}'))[0] ?? '', /settings\.json is not JSON/)
    assert.deepEqual(problemsOf(fileOf('{"gateway": {"heartbeat": 5000}}')), [
      '"gateway.heartbeat" in the file is not a setting. Did you mean "gateway.heartbeatMs"?',
    ])
  })

  it('shows no secret', () => {
    const problems = problemsOf(fileOf('{"metricsToken": 12345}'))
    assert.deepEqual(problems, ['"metricsToken" in the file is something else; allowed is a text.'])
  })
})

it('names a setting in the environment by its words', () => {
  assert.equal(environmentName('gateway.outboxBytesMax'), 'PARLEY_GATEWAY_OUTBOX_BYTES_MAX')
  assert.equal(environmentName('publicUrl'), 'PARLEY_PUBLIC_URL')
})
