import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hashPassword, verifyPassword } from './passwords.ts'

it('knows a password again, whichever way its signs were typed, and no other', async () => {
  const composed = 'Zürich, größer als gedacht'
  const hash = await hashPassword(composed)
  assert.match(hash, /^\$argon2id\$v=19\$m=65536,t=3,p=4\$/)
  assert.equal(await verifyPassword(composed, hash), true)
  assert.equal(await verifyPassword(composed.normalize('NFD'), hash), true)
  assert.equal(await verifyPassword(`${composed} `, hash), false)
  assert.notEqual(await hashPassword(composed), hash)
})

it('says no, and no more, where there is no password', async () => {
  assert.equal(await verifyPassword('anything', undefined), false)
  assert.equal(await verifyPassword('', undefined), false)
})
