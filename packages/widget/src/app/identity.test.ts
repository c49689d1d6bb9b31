import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mergeIdentity, toIdentity } from './identity.ts'

describe('toIdentity', () => {
  it('turns numbers and booleans into texts', () => {
    assert.deepEqual(toIdentity({ name: 'Li', phone: 123, attributes: { vip: true, orders: 3 } }), {
      name: 'Li',
      phone: '123',
      attributes: { vip: 'true', orders: '3' },
    })
  })

  it('takes a value away by null and passes over what is no value', () => {
    const given = { email: null, name: undefined, attributes: { a: null, b: {}, c: () => 1 } }
    assert.deepEqual(toIdentity(given), { email: '', attributes: { a: '' } })
  })

  it('says nothing when nothing is said', () => {
    for (const given of [undefined, null, 'Li', 7, {}, { attributes: 'x' }, { role: 'owner' }]) {
      const { attributes: _, ...identity } = toIdentity(given)
      assert.deepEqual(identity, {})
    }
  })
})

describe('mergeIdentity', () => {
  it('lets the later word stand and keeps the others', () => {
    const earlier = { name: 'Li', email: 'li@mail.example', attributes: { a: '1', b: '2' } }
    assert.deepEqual(mergeIdentity(earlier, { name: 'Lee', attributes: { b: '3' } }), {
      name: 'Lee',
      email: 'li@mail.example',
      attributes: { a: '1', b: '3' },
    })
    assert.deepEqual(mergeIdentity({ name: 'Li' }, {}), { name: 'Li' })
  })
})
