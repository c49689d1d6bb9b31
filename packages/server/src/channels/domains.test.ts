import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frameAncestors, isDomainAllowed } from './domains.ts'

test('allows any page when no domain is named', () => {
  assert.equal(isDomainAllowed([], 'evil.example'), true)
  assert.equal(frameAncestors([]), '*')
})

test('allows named hosts, their ports, and subdomains of a wildcard alone', () => {
  const patterns = ['shop.example.com', '*.tea.example', 'localhost:3000']
  for (const host of [
    'shop.example.com',
    'Shop.Example.com:8443',
    'a.tea.example',
    'localhost:3000',
  ]) {
    assert.equal(isDomainAllowed(patterns, host), true, host)
  }
  for (const host of [
    'example.com',
    'xshop.example.com',
    'tea.example',
    'eviltea.example',
    'localhost:3001',
    'localhost',
    'invalid',
  ]) {
    assert.equal(isDomainAllowed(patterns, host), false, host)
  }
})

test('writes frame-ancestors that match any port unless one is named', () => {
  assert.equal(
    frameAncestors(['shop.example.com', '*.tea.example', 'localhost:3000']),
    "'self' shop.example.com:* *.tea.example:* localhost:3000",
  )
})
