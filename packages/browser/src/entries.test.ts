import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AuthorKind, EventType, type Message } from '@parley/protocol'
import { type Entry, layOut, type Unsettled, type Viewer } from './entries.ts'

const noon = new Date(2026, 4, 6, 12).getTime()
const minute = 60_000

const visitor: Viewer = { side: 'contact', name: '', isTold: (type) => type !== EventType.QUEUED }
const agent: Viewer = { side: 'agent', name: 'Anna', isTold: () => true }

function text(seq: number, from: 'contact' | 'agent', at: number, words = `m${seq}`): Message {
  return {
    conversationId: 'c1',
    seq,
    clientId: `id${seq}`,
    authorKind: from === 'contact' ? AuthorKind.CONTACT : AuthorKind.AGENT,
    authorId: from,
    authorName: from === 'contact' ? '' : 'Anna',
    postedAt: at,
    content: { $case: 'text', value: { text: words } },
  }
}

function shape(entries: Entry[]): string[] {
  return entries.map((entry) => {
    if (entry.kind !== 'message') return entry.kind
    const side = entry.isOwn ? 'own' : 'theirs'
    return `${side} ${entry.text}${entry.isFirst ? ' first' : ''}${entry.isLast ? ' last' : ''}`
  })
}

describe('layOut', () => {
  it('puts a day above each day and runs by author and time', () => {
    const entries = layOut(
      [
        text(1, 'contact', noon - 24 * 60 * minute),
        text(2, 'contact', noon),
        text(3, 'contact', noon + minute),
        text(4, 'agent', noon + 2 * minute),
        text(5, 'agent', noon + 9 * minute),
      ],
      [],
      0,
      visitor,
    )
    assert.deepEqual(shape(entries), [
      'day',
      'own m1 first last',
      'day',
      'own m2 first',
      'own m3 last',
      'theirs m4 first last',
      'theirs m5 first last',
    ])
  })

  it('turns the sides round for an agent', () => {
    const messages = [text(1, 'contact', noon), text(2, 'agent', noon)]
    assert.deepEqual(shape(layOut(messages, [], 0, agent)), [
      'day',
      'theirs m1 first last',
      'own m2 first last',
    ])
  })

  it('marks the first unread message of the other side once', () => {
    const messages = [1, 2, 3, 4].map((seq) => text(seq, seq === 3 ? 'contact' : 'agent', noon))
    assert.deepEqual(shape(layOut(messages, [], 3, visitor)), [
      'day',
      'theirs m1 first',
      'theirs m2 last',
      'own m3 first last',
      'new',
      'theirs m4 first last',
    ])
  })

  it('shows what the viewer is told and skips what is withheld', () => {
    const event = (seq: number, type: EventType): Message => ({
      ...text(seq, 'agent', noon),
      content: { $case: 'event', value: { type, agentId: 'a', agentName: 'Bo' } },
    })
    const withheld: Message = {
      ...text(3, 'agent', noon),
      content: { $case: 'withheld', value: {} },
    }
    const messages = [event(1, EventType.QUEUED), event(2, EventType.ASSIGNED), withheld]
    assert.deepEqual(shape(layOut(messages, [], 0, visitor)), ['day', 'event'])
    assert.equal(layOut(messages, [], 0, agent).length, 3)
  })

  it('keeps a note apart from a run of texts', () => {
    const note: Message = {
      ...text(2, 'agent', noon),
      content: { $case: 'note', value: { text: 'psst' } },
    }
    const entries = layOut([text(1, 'agent', noon), note], [], 0, agent)
    assert.deepEqual(shape(entries), ['day', 'own m1 first last', 'own psst first last'])
    const last = entries.at(-1)
    assert.ok(last?.kind === 'message' && last.isNote)
  })

  it('gives an unsettled message the key that it keeps in the log', () => {
    const unsettled: Unsettled = {
      clientId: 'id2',
      kind: 'text',
      text: 'm2',
      createdAt: noon,
      state: 'sending',
    }
    const before = layOut([text(1, 'agent', noon)], [unsettled], 0, visitor).at(-1)
    const after = layOut(
      [text(1, 'agent', noon), text(2, 'contact', noon)],
      [unsettled],
      0,
      visitor,
    )
    assert.equal(before?.kind === 'message' && before.state, 'sending')
    assert.equal(after.length, 3)
    assert.equal(after.at(-1)?.key, before?.key)
  })
})
