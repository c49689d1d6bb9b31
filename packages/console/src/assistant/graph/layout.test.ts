import assert from 'node:assert/strict'
import { it } from 'node:test'
import { boundsOf, layOutGraph, nodeTowards } from './layout.ts'

const star = Array.from({ length: 30 }, (_, at) => `leaf ${at}`)
const ties = star.map((to) => ({ from: 'middle', to }))

it('gives the same picture for the same graph, with the centre in the middle', () => {
  const places = layOutGraph(['middle', ...star], ties, 'middle')
  assert.deepEqual(places, layOutGraph(['middle', ...star], ties, 'middle'))
  assert.deepEqual(places.get('middle'), { x: 0, y: 0 })
})

it('keeps nodes apart', () => {
  const places = [...layOutGraph(['middle', ...star], ties, 'middle').values()]
  for (const [at, one] of places.entries()) {
    for (const other of places.slice(at + 1)) {
      assert.ok(Math.hypot(one.x - other.x, one.y - other.y) > 30)
    }
  }
})

it('puts tied nodes nearer than others', () => {
  const keys = ['a', 'b', 'c', 'd']
  const places = layOutGraph(
    keys,
    [
      { from: 'a', to: 'b' },
      { from: 'c', to: 'd' },
    ],
    undefined,
  )
  const far = (one: string, other: string) => {
    const [here, there] = [places.get(one), places.get(other)]
    return Math.hypot((here?.x ?? 0) - (there?.x ?? 0), (here?.y ?? 0) - (there?.y ?? 0))
  }
  assert.ok(far('a', 'b') < far('a', 'c'))
  assert.ok(far('c', 'd') < far('b', 'd'))
})

it('copes with ties to what is not shown, and to itself', () => {
  const places = layOutGraph(
    ['a'],
    [
      { from: 'a', to: 'gone' },
      { from: 'a', to: 'a' },
    ],
    'a',
  )
  assert.deepEqual([...places], [['a', { x: 0, y: 0 }]])
  assert.equal(layOutGraph([], [], undefined).size, 0)
})

it('draws a frame around everything', () => {
  assert.deepEqual(
    boundsOf(
      [
        { x: -10, y: 5 },
        { x: 30, y: 20 },
      ],
      5,
    ),
    {
      x: -15,
      y: -5,
      width: 50,
      height: 30,
    },
  )
})

it('does not blow up a small picture', () => {
  assert.deepEqual(boundsOf([{ x: 0, y: 0 }], 5, 100), { x: -50, y: -50, width: 100, height: 100 })
})

it('fills a wide frame and a tall one', () => {
  for (const shape of ['wide', 'tall'] as const) {
    const places = layOutGraph(['middle', ...star], ties, undefined, shape)
    const { width, height } = boundsOf(places.values(), 0)
    assert.equal(width > height * 1.2, shape === 'wide')
    assert.equal(height > width * 1.2, shape === 'tall')
  }
})

it('leads by arrow keys to the next node in that direction', () => {
  const places = new Map([
    ['here', { x: 0, y: 0 }],
    ['right', { x: 100, y: 10 }],
    ['far right', { x: 300, y: 0 }],
    ['above', { x: 5, y: -80 }],
  ])
  assert.equal(nodeTowards(places, 'here', { x: 1, y: 0 }), 'right')
  assert.equal(nodeTowards(places, 'here', { x: 0, y: -1 }), 'above')
  assert.equal(nodeTowards(places, 'here', { x: -1, y: 0 }), undefined)
})
