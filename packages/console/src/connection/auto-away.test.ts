import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Presence } from '@parley/protocol'
import { createAutoAway } from './auto-away.ts'

function open() {
  const kept = new Map<string, string>()
  const world = { at: 1_000_000, presence: Presence.ONLINE as Presence }
  const tab = () =>
    createAutoAway({
      now: () => world.at,
      afterMs: () => 60_000,
      presence: () => world.presence,
      choose: (presence) => {
        world.presence = presence
      },
      memory: { read: (name) => kept.get(name) ?? null, write: (...one) => kept.set(...one) },
    })
  return { world, tab }
}

describe('an agent who touches nothing', () => {
  it('is away after the time, and online again at the next touch in any tab', () => {
    const { world, tab } = open()
    const [one, other] = [tab(), tab()]
    one.touched()
    world.at += 59_000
    one.look()
    assert.equal(world.presence, Presence.ONLINE)
    world.at += 1_000
    other.look()
    assert.equal(world.presence, Presence.AWAY)
    one.touched()
    assert.equal(world.presence, Presence.ONLINE)
  })

  it('stays online while another tab is used', () => {
    const { world, tab } = open()
    const [one, other] = [tab(), tab()]
    one.touched()
    world.at += 59_000
    other.touched()
    world.at += 30_000
    one.look()
    assert.equal(world.presence, Presence.ONLINE)
  })

  it('stays away when that was its own choice', () => {
    const { world, tab } = open()
    const one = tab()
    one.touched()
    world.presence = Presence.AWAY
    world.at += 120_000
    one.look()
    one.touched()
    assert.equal(world.presence, Presence.AWAY)
  })
})
