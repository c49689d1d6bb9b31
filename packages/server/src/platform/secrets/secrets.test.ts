import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { SecretError, type SecretOwner } from './index.ts'
import { openSecrets } from './secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-secrets-'))
after(() => rmSync(folder, { recursive: true }))

const owner: SecretOwner = { workspaceId: 'w1', purpose: 'engine e1' }
const KEY = 'pat_密钥-1234567890'

function fails(open: () => string) {
  assert.throws(open, (error: unknown) => {
    assert.ok(error instanceof SecretError)
    assert.equal(error.message, 'A stored key cannot be opened. Enter it again.')
    assert.equal(error.cause, undefined)
    return true
  })
}

describe('a sealed value', () => {
  test('opens again, also after a restart, and tells nothing', () => {
    const place = join(folder, 'again')
    const sealed = openSecrets(place).seal(owner, KEY)
    assert.equal(openSecrets(place).open(owner, sealed), KEY)
    assert.ok(!sealed.includes('pat_') && !Buffer.from(sealed, 'base64url').includes('pat_'))
    assert.notEqual(openSecrets(place).seal(owner, KEY), sealed)
    const empty = openSecrets(place).seal(owner, '')
    assert.equal(openSecrets(place).open(owner, empty), '')
  })

  test('opens for nobody else and for nothing else', () => {
    const secrets = openSecrets(join(folder, 'owners'))
    const sealed = secrets.seal(owner, KEY)
    fails(() => secrets.open({ ...owner, workspaceId: 'w2' }, sealed))
    fails(() => secrets.open({ ...owner, purpose: 'engine e2' }, sealed))
    fails(() => secrets.open({ workspaceId: 'w1","engine', purpose: 'e1' }, sealed))
    fails(() => openSecrets(join(folder, 'other')).open(owner, sealed))
  })

  test('does not open when a single bit of it was changed, or a part is missing', () => {
    const secrets = openSecrets(join(folder, 'tampered'))
    const sealed = secrets.seal(owner, KEY)
    const bytes = Buffer.from(sealed.slice(5), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      fails(() => secrets.open(owner, `v1.1.${changed.toString('base64url')}`))
    }
    for (let length = 0; length < sealed.length; length += 1) {
      fails(() => secrets.open(owner, sealed.slice(0, length)))
    }
    fails(() => secrets.open(owner, `${sealed}=`))
    fails(() => secrets.open(owner, `${sealed} `))
    fails(() => secrets.open(owner, KEY))
  })

  test('stays readable under an older key, until it is sealed anew', () => {
    const place = join(folder, 'rotated')
    const secrets = openSecrets(place)
    const old = secrets.seal(owner, KEY)
    assert.equal(secrets.isStale(old), false)
    secrets.rotate()
    assert.equal(secrets.isStale(old), true)
    assert.equal(secrets.open(owner, old), KEY)
    const fresh = secrets.seal(owner, KEY)
    assert.equal(secrets.isStale(fresh), false)
    fails(() => secrets.open(owner, fresh.replace('v1.2.', 'v1.1.')))
    fails(() => secrets.open(owner, fresh.replace('v1.2.', 'v1.9.')))
    rmSync(join(place, '1.key'))
    const restarted = openSecrets(place)
    assert.equal(restarted.open(owner, fresh), KEY)
    fails(() => restarted.open(owner, old))
  })
})

test('keys are for their owner’s eyes alone', () => {
  const place = join(folder, 'modes')
  openSecrets(place)
  assert.deepEqual(readdirSync(place), ['1.key'])
  assert.equal(statSync(place).mode & 0o777, 0o700)
  assert.equal(statSync(join(place, '1.key')).mode & 0o777, 0o600)
})
