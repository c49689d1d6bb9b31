import assert from 'node:assert/strict'
import { it } from 'node:test'
import { listedSteps, moveStep, toggleStep } from './steps.ts'

it('lists the steps that are asked first, in their order', () => {
  assert.deepEqual(listedSteps(['articles', 'cache']), ['articles', 'cache', 'graph', 'engines'])
})

it('moves a step by one place, and not beyond the ends', () => {
  assert.deepEqual(moveStep(['cache', 'graph', 'engines'], 'graph', -1), [
    'graph',
    'cache',
    'engines',
  ])
  assert.deepEqual(moveStep(['cache', 'graph'], 'graph', 1), ['cache', 'graph'])
  assert.deepEqual(moveStep(['cache', 'graph'], 'cache', -1), ['cache', 'graph'])
  assert.deepEqual(moveStep(['cache'], 'engines', -1), ['cache'])
})

it('asks a step last when it is switched on again', () => {
  assert.deepEqual(toggleStep(['graph', 'articles'], 'cache'), ['graph', 'articles', 'cache'])
  assert.deepEqual(toggleStep(['graph', 'articles'], 'graph'), ['articles'])
})
