import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Appended, ConversationLog, Draft, Opening } from './ports.ts'
import type { Message } from './types.ts'

const scope = { workspaceId: 'w1' }
const agent = { kind: 'agent', id: 'a1', name: 'Mei' } as const
const contact = { kind: 'contact', id: 'c1', name: '' } as const

function opening(conversationId: string, change: Partial<Opening> = {}): Opening {
  return {
    conversationId,
    workspaceId: 'w1',
    channelId: 'ch1',
    contactId: 'c1',
    state: { status: 'queued', queuedAt: 1_000 },
    message: {
      clientId: `start-${conversationId}`,
      author: contact,
      content: { kind: 'text', text: '你好 👋' },
      postedAt: 1_000,
    },
    openMax: 5,
    ...change,
  }
}

function draft(conversationId: string, clientId: string, change: Partial<Draft> = {}): Draft {
  return {
    scope,
    conversationId,
    clientId,
    author: agent,
    content: { kind: 'text', text: `text ${clientId}` },
    postedAt: 2_000,
    ...change,
  }
}

async function opened(log: ConversationLog, id: string, change: Partial<Opening> = {}) {
  return appended(await log.open(opening(id, change)))
}

function appended(result: Appended | string): Appended {
  assert.ok(typeof result !== 'string', `refused: ${String(result)}`)
  return result
}

const seqs = (messages: Message[]) => messages.map(({ seq }) => seq)

/** What every `ConversationLog` must do. `open` gives a fresh, empty log, closed after use. */
export function describeConversationLog(
  name: string,
  open: () => Promise<{ log: ConversationLog } & AsyncDisposable>,
): void {
  describe(`ConversationLog: ${name}`, () => {
    test('counts 1, 2, 3 per conversation', async () => {
      await using room = await open()
      await opened(room.log, 'one')
      await opened(room.log, 'two')
      const results = await Promise.all([
        room.log.append(draft('one', 'a')),
        room.log.append(draft('two', 'a')),
        room.log.append(draft('one', 'b')),
      ])
      assert.deepEqual(
        results.map((result) => appended(result).message.seq),
        [2, 2, 3],
      )
    })

    test('brings back what was stored, Chinese and emoji whole', async () => {
      await using room = await open()
      const { message } = await opened(room.log, 'one')
      assert.deepEqual(await room.log.readAfter('one', 0, 10), [message])
      assert.deepEqual(message.content, { kind: 'text', text: '你好 👋' })
    })

    test('brings back a file with all that is told of it, unread and in the preview', async () => {
      await using room = await open()
      await opened(room.log, 'one')
      const file = {
        id: 'f1',
        name: '茶 "园".png',
        mediaType: 'image/png',
        size: 5_000_000_000,
        kind: 'image',
        width: 800,
        height: 600,
        hasPreview: true,
      } as const
      const content = { kind: 'file', file } as const
      const { message } = appended(
        await room.log.append(draft('one', 'pic', { author: contact, content })),
      )
      assert.deepEqual(await room.log.readAfter('one', 1, 10), [message])
      assert.deepEqual(message.content, content)
      await room.log.append(draft('one', 'next', { author: contact, content }))
      const moved = await room.log.moveCursor({
        scope,
        conversationId: 'one',
        side: 'agent',
        deliveredSeq: 2,
        readSeq: 2,
      })
      assert.ok(moved !== 'not_found')
      assert.equal(moved.conversation.unreadByAgents, 1)
      const [listed] = await room.log.ofContact('c1', 1)
      assert.deepEqual(listed?.preview, {
        authorKind: 'contact',
        text: '',
        file: { kind: 'image', name: '茶 "园".png' },
        postedAt: 2_000,
      })
    })

    test('stores a repeated client_id once and returns the first message', async () => {
      await using room = await open()
      await opened(room.log, 'one')
      const first = appended(await room.log.append(draft('one', 'same')))
      const again = appended(
        await room.log.append(
          draft('one', 'same', { content: { kind: 'text', text: 'other' }, postedAt: 9_000 }),
        ),
      )
      assert.equal(again.repeated, true)
      assert.deepEqual(again.message, first.message)
      assert.deepEqual(seqs(await room.log.readAfter('one', 0, 10)), [1, 2])
      assert.equal(appended(await room.log.append(draft('one', 'next'))).message.seq, 3)
    })

    test('keeps equal client_ids of two authors apart', async () => {
      await using room = await open()
      await opened(room.log, 'one')
      await room.log.append(draft('one', 'same'))
      const other = appended(await room.log.append(draft('one', 'same', { author: contact })))
      assert.equal(other.repeated, false)
      assert.equal(other.message.seq, 3)
    })

    test('opens once for the same contact and client_id', async () => {
      await using room = await open()
      const first = await opened(room.log, 'one')
      const again = await opened(room.log, 'two', { message: opening('one').message })
      assert.equal(again.repeated, true)
      assert.equal(again.conversation.id, 'one')
      assert.deepEqual(again.message, first.message)
      assert.equal(await room.log.find(scope, 'two'), undefined)
    })

    test('refuses to open more conversations than allowed, resolved ones not counted', async () => {
      await using room = await open()
      const { conversation } = await opened(room.log, 'one', { openMax: 1 })
      assert.equal(await room.log.open(opening('two', { openMax: 1 })), 'too_many')
      await room.log.change({
        scope,
        conversationId: 'one',
        version: conversation.version,
        state: { status: 'resolved' },
        author: agent,
        event: { kind: 'event', type: 'resolved', agentId: 'a1', agentName: 'Mei' },
        changedAt: 3_000,
      })
      assert.equal((await opened(room.log, 'two', { openMax: 1 })).message.seq, 1)
    })

    test('hides what lies outside the scope', async () => {
      await using room = await open()
      await opened(room.log, 'one')
      const foreign = [
        { workspaceId: 'w2' },
        { workspaceId: 'w1', contactId: 'c2' },
        { workspaceId: 'w2', contactId: 'c1' },
      ]
      for (const outside of foreign) {
        assert.equal(await room.log.find(outside, 'one'), undefined)
        assert.equal(await room.log.append(draft('one', 'x', { scope: outside })), 'not_found')
        assert.equal(
          await room.log.moveCursor({
            scope: outside,
            conversationId: 'one',
            side: 'contact',
            deliveredSeq: 1,
            readSeq: 1,
          }),
          'not_found',
        )
      }
      assert.equal(await room.log.append(draft('none', 'x')), 'not_found')
      assert.deepEqual(seqs(await room.log.readAfter('one', 0, 10)), [1])
    })

    test('reads pages forwards and backwards, ascending both ways', async () => {
      await using room = await open()
      await opened(room.log, 'one')
      for (let index = 2; index <= 7; index += 1) await room.log.append(draft('one', `m${index}`))
      assert.deepEqual(seqs(await room.log.readAfter('one', 2, 3)), [3, 4, 5])
      assert.deepEqual(seqs(await room.log.readAfter('one', 7, 3)), [])
      assert.deepEqual(seqs(await room.log.readBefore('one', 4, 2)), [2, 3])
      assert.deepEqual(seqs(await room.log.readBefore('one', 0, 3)), [5, 6, 7])
    })

    test('keeps preview, unread counts and waiting time in step with the log', async () => {
      await using room = await open()
      await opened(room.log, 'one')
      await room.log.append(draft('one', 'q', { author: contact, postedAt: 1_500 }))
      let conversation = await room.log.find(scope, 'one')
      assert.equal(conversation?.waitingSince, 1_000)
      assert.equal(conversation?.unreadByAgents, 2)
      await room.log.append(draft('one', 'n', { content: { kind: 'note', text: 'psst' } }))
      conversation = await room.log.find(scope, 'one')
      assert.deepEqual(conversation?.preview, {
        authorKind: 'contact',
        text: 'text q',
        postedAt: 1_500,
      })
      assert.equal(conversation?.activeAt, 2_000)
      assert.equal(conversation?.waitingSince, 1_000)
      assert.equal(conversation?.unreadByContact, 0)
      await room.log.append(draft('one', 'r', { postedAt: 2_500 }))
      conversation = await room.log.find(scope, 'one')
      assert.equal(conversation?.waitingSince, 0)
      assert.equal(conversation?.unreadByContact, 1)
      assert.equal(conversation?.activeAt, 2_500)
    })

    test('moves cursors forward only, within the log, and counts what stays unread', async () => {
      await using room = await open()
      await opened(room.log, 'one')
      await room.log.append(draft('one', 'q2', { author: contact }))
      await room.log.append(draft('one', 'q3', { author: contact }))
      const move = async (deliveredSeq: number, readSeq: number) => {
        const result = await room.log.moveCursor({
          scope,
          conversationId: 'one',
          side: 'agent',
          deliveredSeq,
          readSeq,
        })
        assert.ok(result !== 'not_found')
        const { agentCursor, unreadByAgents } = result.conversation
        return [result.moved, agentCursor.deliveredSeq, agentCursor.readSeq, unreadByAgents]
      }
      assert.deepEqual(await move(2, 1), [true, 2, 1, 2])
      assert.deepEqual(await move(1, 0), [false, 2, 1, 2])
      assert.deepEqual(await move(0, 2), [true, 2, 2, 1])
      assert.deepEqual(await move(99, 99), [true, 3, 3, 0])
    })

    test('changes the state by compare-and-set, with its event in the log', async () => {
      await using room = await open()
      const { conversation } = await opened(room.log, 'one')
      const take = (agentId: string) =>
        room.log.change({
          scope,
          conversationId: 'one',
          version: conversation.version,
          state: { status: 'open', agentId },
          author: { ...agent, id: agentId },
          event: { kind: 'event', type: 'assigned', agentId, agentName: agentId },
          changedAt: 3_000,
        })
      const [first, second] = await Promise.all([take('a1'), take('a2')])
      assert.equal(second, 'conflict')
      assert.deepEqual(appended(first).conversation.state, { status: 'open', agentId: 'a1' })
      assert.deepEqual(
        (await room.log.readAfter('one', 1, 10)).map(({ content }) => content),
        [{ kind: 'event', type: 'assigned', agentId: 'a1', agentName: 'a1' }],
      )
    })

    test('refuses steps of who owned the queue before', async () => {
      await using room = await open()
      const { conversation } = await opened(room.log, 'one')
      const assign = (epoch: number) =>
        room.log.change({
          scope,
          conversationId: 'one',
          version: conversation.version,
          state: { status: 'open', agentId: 'a1' },
          author: agent,
          event: { kind: 'event', type: 'assigned', agentId: 'a1', agentName: 'Mei' },
          changedAt: 3_000,
          epoch,
        })
      const former = await room.log.takeOver('w1')
      const owner = await room.log.takeOver('w1')
      assert.ok(owner > former)
      assert.equal(await room.log.takeOver('w2'), 1)
      assert.equal(await assign(former), 'conflict')
      assert.equal(appended(await assign(owner)).conversation.state.status, 'open')
    })

    test('brings a resolved conversation back in the commit of the message', async () => {
      await using room = await open()
      const { conversation } = await opened(room.log, 'one')
      await room.log.change({
        scope,
        conversationId: 'one',
        version: conversation.version,
        state: { status: 'resolved' },
        author: agent,
        event: { kind: 'event', type: 'resolved', agentId: 'a1', agentName: 'Mei' },
        changedAt: 3_000,
      })
      const note = appended(await room.log.append(draft('one', 'late')))
      assert.equal(note.conversation.state.status, 'resolved')
      const back = appended(
        await room.log.append(draft('one', 'again', { author: contact, postedAt: 4_000 })),
      )
      assert.deepEqual(back.conversation.state, { status: 'queued', queuedAt: 4_000 })
      assert.equal(back.reopened?.seq, back.message.seq + 1)
      assert.deepEqual(seqs(await room.log.readAfter('one', 0, 10)), [1, 2, 3, 4, 5])
    })

    test('lists each view in its order, page by page', async () => {
      await using room = await open()
      for (let index = 1; index <= 5; index += 1) {
        const at = index * 1_000
        await opened(room.log, `q${index}`, {
          contactId: `c${index}`,
          state: { status: 'queued', queuedAt: at },
          message: { ...opening('x').message, postedAt: at },
        })
      }
      await opened(room.log, 'b1', {
        contactId: 'c9',
        state: { status: 'bot' },
        message: { ...opening('x').message, postedAt: 9_000 },
      })
      const page = (cursor: string, view: 'unassigned' | 'all' | 'bot') =>
        room.log.list({ workspaceId: 'w1', view, agentId: 'a1', cursor, limit: 2 })
      for (const [view, expected] of [
        ['unassigned', ['q1', 'q2', 'q3', 'q4', 'q5']],
        ['all', ['b1', 'q5', 'q4', 'q3', 'q2', 'q1']],
        ['bot', ['b1']],
      ] as const) {
        const ids: string[] = []
        let cursor = ''
        do {
          const { conversations, nextCursor } = await page(cursor, view)
          ids.push(...conversations.map(({ id }) => id))
          cursor = nextCursor
        } while (cursor !== '')
        assert.deepEqual(ids, expected)
      }
      const counts = { mine: 0, unassigned: 3, all: 3, bot: 1 }
      assert.deepEqual(await room.log.count('w1', 'a1', 3), counts)
      const none = { mine: 0, unassigned: 0, all: 0, bot: 0 }
      assert.deepEqual(await room.log.count('w2', 'a1', 3), none)
    })

    test('stays gapless, in the order of the calls, under any mix of posts and retries', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ to: fc.nat(2), client: fc.nat(12), of: fc.boolean() }), {
            maxLength: 60,
          }),
          async (posts) => {
            await using room = await open()
            for (const id of ['0', '1', '2']) await opened(room.log, id, { contactId: 'c1' })
            const expected = new Map<string, string[]>()
            const results = await Promise.all(
              posts.map(({ to, client, of }) => {
                const author = of ? agent : contact
                const list = expected.get(`${to}`) ?? []
                expected.set(`${to}`, list)
                const mark = `${author.id}:${client}`
                if (!list.includes(mark)) list.push(mark)
                return room.log.append(draft(`${to}`, `${client}`, { author }))
              }),
            )
            for (const id of ['0', '1', '2']) {
              const messages = (await room.log.readAfter(id, 0, 500)).slice(1)
              assert.deepEqual(
                messages.map(({ author, clientId }) => `${author.id}:${clientId}`),
                expected.get(id) ?? [],
              )
              assert.deepEqual(
                seqs(messages),
                messages.map((_, index) => index + 2),
              )
            }
            for (const [index, result] of results.entries()) {
              const { message } = appended(result)
              assert.equal(message.conversationId, `${posts[index]?.to}`)
              assert.equal(message.clientId, `${posts[index]?.client}`)
            }
          },
        ),
        { numRuns: 25 },
      )
    })
  })
}
