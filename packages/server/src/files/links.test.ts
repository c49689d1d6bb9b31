import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkExpiry, signLink, verifyLink } from './links.ts'

const secret = new Uint8Array(32).fill(7)
const target = { id: 'ab'.repeat(32), part: 'file', inlineType: 'image/png' } as const
const now = 1_790_000_000_000

function partsOf(url: string): [string, string] {
  const [, folder, token = '', name = ''] = url.split('/')
  assert.equal(folder, 'files')
  return [token, decodeURIComponent(name)]
}

function signed(change: Partial<Parameters<typeof signLink>[1]> = {}): [string, string] {
  return partsOf(signLink(secret, { ...target, ...change }, '茶 1.png', linkExpiry(now)))
}

describe('a link', () => {
  it('leads to what it was signed for', () => {
    const expiresAt = linkExpiry(now)
    for (const part of ['file', 'preview'] as const) {
      for (const inlineType of ['', 'image/png', 'video/quicktime']) {
        const [token, name] = signed({ part, inlineType })
        assert.equal(name, '茶 1.png')
        assert.deepEqual(verifyLink(secret, token, name, now), {
          id: target.id,
          part,
          inlineType,
          expiresAt,
        })
      }
    }
  })

  it('stays the same within the hour, and lives one to two', () => {
    const hour = 3_600_000
    const start = Math.floor(now / hour) * hour
    assert.equal(linkExpiry(start), linkExpiry(start + hour - 1))
    assert.equal(linkExpiry(start) - start, 2 * hour)
    assert.equal(linkExpiry(start + hour - 1) - (start + hour - 1), hour + 1)
  })

  it('ends when it expires', () => {
    const [token, name] = signed()
    const expiresAt = linkExpiry(now)
    assert.ok(verifyLink(secret, token, name, expiresAt - 1) !== undefined)
    assert.equal(verifyLink(secret, token, name, expiresAt), undefined)
  })

  it('is worth nothing with one sign changed, another name or another secret', () => {
    const [token, name] = signed()
    for (let at = 0; at < token.length - 1; at += 1) {
      const forged = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
      assert.equal(verifyLink(secret, forged, name, now), undefined)
    }
    assert.equal(verifyLink(secret, token, 'invoice.exe', now), undefined)
    assert.equal(verifyLink(new Uint8Array(32), token, name, now), undefined)
    for (const nonsense of ['', 'x', token.slice(1), `${token}A`, `${token.slice(0, -1)}.`]) {
      assert.equal(verifyLink(secret, nonsense, name, now), undefined)
    }
  })
})
