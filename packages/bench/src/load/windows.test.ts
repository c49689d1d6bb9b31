import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createWindows, percentileOf, sumWindows, WINDOW_MS, type Window } from './windows.ts'

it('puts what happens into the window of its time', () => {
  const { windows, sent, received, refused } = createWindows(1_000)
  sent(1_000)
  sent(1_000 + WINDOW_MS - 1)
  received(1_000 + WINDOW_MS, 3)
  refused(1_000 + 2 * WINDOW_MS)
  assert.deepEqual(
    windows.map((window) => [window.sent, window.received, window.refused]),
    [
      [2, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  )
})

it('knows percentiles to a twentieth, alone and summed up', () => {
  const rows = [0, 1].map((half) => {
    const { windows, received } = createWindows(0)
    for (let ms = 1 + half; ms <= 1_000; ms += 2) received(5, ms)
    return windows
  })
  const [window] = sumWindows(rows)
  assert.equal(window?.received, 1_000)
  for (const percentile of [1, 50, 90, 99, 100]) {
    const found = percentileOf(window as Window, percentile)
    assert.ok(Math.abs(found / (percentile * 10) - 1) < 0.05, `${percentile}: ${found}`)
  }
})

it('says 0 of a window in which nothing came', () => {
  const { windows, sent } = createWindows(0)
  sent(1)
  assert.equal(percentileOf(windows[0] as Window, 99), 0)
})
