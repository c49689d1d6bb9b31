import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { temporaryFolder } from '../../../tests/_harness/temporary-folder.ts'
import { until } from '../../../tests/_harness/wait.ts'
import { newId } from '../../platform/new-id.ts'
import { openSqliteStorage } from '../../platform/storage/sqlite/storage.ts'
import { createPrivacy, type NewDeparture, type PrivacyPorts } from './index.ts'
import { sweepDepartures } from './retention.ts'

async function openRoom(change: (ports: PrivacyPorts) => Partial<PrivacyPorts> = () => ({})) {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const storage = opened.use(await openSqliteStorage({ file: join(folder.path, 'parley.db') }))
  for (const id of ['w1', 'w2']) {
    const row = { id, name: id, isTypingPreviewOn: 1, createdAt: 1 }
    await storage.db.insertInto('workspaces').values(row).execute()
  }
  const failures: unknown[] = []
  const base: PrivacyPorts = {
    storage,
    now: Date.now,
    newId,
    failed: (error) => failures.push(error),
  }
  const ports = { ...base, ...change(base) }
  const privacy = opened.use(createPrivacy(ports))
  const closing = opened.move()
  return { ports, privacy, failures, [Symbol.asyncDispose]: () => closing.disposeAsync() }
}

const departure = (change: Partial<NewDeparture> = {}): NewDeparture & { text: string } => ({
  workspaceId: 'w1',
  engineId: 'e1',
  engineName: 'Dify',
  host: 'api.dify.example',
  conversationId: 'c1',
  causedBy: 'contact',
  causedById: 'p1',
  bytes: 21,
  redactions: { PHONE: 1 },
  ...change,
  text: change.text ?? 'Call [PHONE_1], please',
})

describe('the log of what left', () => {
  test('tells a workspace what left of its own, newest first, without the text', async () => {
    await using room = await openRoom()
    const { privacy } = room
    await privacy.settings('w1')
    privacy.note(departure())
    privacy.note(departure({ workspaceId: 'w2', host: 'other.example' }))
    privacy.note(departure({ causedBy: 'agent', causedById: 'a1', redactions: {} }))
    await until('it is written', async () => (await privacy.list('w1')).departures.length === 2)
    const { departures, hasMore } = await privacy.list('w1')
    assert.equal(hasMore, false)
    assert.deepEqual(
      departures.map(({ causedById, redactions, text }) => [causedById, redactions, text]),
      [
        ['a1', {}, null],
        ['p1', { PHONE: 1 }, null],
      ],
    )
    const [first] = (await privacy.list('w2')).departures
    assert.equal(first?.host, 'other.example')
    assert.ok(!('workspaceId' in (first ?? {})))
  })

  test('keeps the text where the workspace says so', async () => {
    await using room = await openRoom()
    const { privacy } = room
    await privacy.change('w1', { isTextKept: true })
    privacy.note(departure())
    privacy.note(departure({ workspaceId: 'w2' }))
    await until('it is written', async () => (await privacy.list('w2')).departures.length === 1)
    assert.equal((await privacy.list('w1')).departures[0]?.text, 'Call [PHONE_1], please')
    assert.equal((await privacy.list('w2')).departures[0]?.text, null)
  })

  test('is read in pages', async () => {
    await using room = await openRoom()
    const { privacy } = room
    for (let bytes = 0; bytes < 250; bytes += 1) privacy.note(departure({ bytes }))
    await until(
      'it is written',
      async () => (await privacy.list('w1')).departures[0]?.bytes === 249,
    )
    const seen: number[] = []
    let before: string | undefined
    for (;;) {
      const { departures, hasMore } = await privacy.list('w1', before)
      seen.push(...departures.map(({ bytes }) => bytes))
      before = departures.at(-1)?.id
      if (!hasMore) break
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 250 }, (_, at) => 249 - at),
    )
  })

  test('is written before the program ends', async () => {
    const room = await openRoom()
    await using storage = { [Symbol.asyncDispose]: () => room[Symbol.asyncDispose]() }
    room.privacy.note(departure())
    await room.privacy[Symbol.asyncDispose]()
    assert.equal((await room.privacy.list('w1')).departures.length, 1)
    assert.ok(storage)
  })

  test('outlives a storage that fails for a while, and says so', async () => {
    let isBroken = true
    await using room = await openRoom(({ storage }) => ({
      storage: {
        ...storage,
        db: new Proxy(storage.db, {
          get(db, name: 'insertInto') {
            if (name === 'insertInto' && isBroken) throw new Error('disk full')
            return db[name].bind(db)
          },
        }),
      },
    }))
    const { privacy, failures } = room
    privacy.note(departure())
    await until('it fails', () => failures.length > 0)
    isBroken = false
    privacy.note(departure())
    await privacy[Symbol.asyncDispose]()
    assert.equal((await privacy.list('w1')).departures.length, 2)
  })

  test('reaches back as far as each workspace wants', async () => {
    let now = Date.parse('2026-01-01')
    await using room = await openRoom(() => ({ now: () => now }))
    const { privacy, ports } = room
    await privacy.change('w2', { keptDays: 10 })
    for (const workspaceId of ['w1', 'w2']) privacy.note(departure({ workspaceId }))
    await until('it is written', async () => (await privacy.list('w2')).departures.length === 1)
    now = Date.parse('2026-01-12')
    privacy.note(departure({ workspaceId: 'w2', bytes: 5 }))
    await until('it is written', async () => (await privacy.list('w2')).departures.length === 2)
    assert.equal(await sweepDepartures(ports, privacy.settings), 1)
    assert.deepEqual(
      (await privacy.list('w2')).departures.map(({ bytes }) => bytes),
      [5],
    )
    assert.equal((await privacy.list('w1')).departures.length, 1)
    now = Date.parse('2026-06-01')
    assert.equal(await sweepDepartures(ports, privacy.settings), 2)
  })
})

describe('what a workspace lets leave', () => {
  test('hides everything at first, and afterwards what it says', async () => {
    await using room = await openRoom()
    const { privacy } = room
    const text = '13800138000, SO-77, a@b.example'
    const leaving = async (workspaceId: string) =>
      (await privacy.redaction(workspaceId, [])).redact(text)
    assert.equal(await leaving('w1'), '[PHONE_1], SO-77, [EMAIL_1]')
    // Of a conversation that goes on meanwhile.
    const underWay = await privacy.redaction('w1', [])
    underWay.redact(text)
    const patterns = [{ name: 'SALE', pattern: 'SO-\\d+' }]
    await privacy.change('w1', { kinds: ['email'], patterns })
    assert.equal(await leaving('w1'), '13800138000, [SALE_1], [EMAIL_1]')
    assert.equal(underWay.redact(text), '13800138000, [SALE_1], [EMAIL_1]')
    assert.equal(underWay.restore('[SALE_1] [PHONE_1]'), 'SO-77 13800138000')
    assert.equal(await leaving('w2'), '[PHONE_1], SO-77, [EMAIL_1]')
    assert.equal((await createPrivacy(room.ports).settings('w1')).patterns.length, 1)
  })

  test('stays as it is when a pattern cannot be used', async () => {
    await using room = await openRoom()
    const { privacy } = room
    const before = await privacy.settings('w1')
    const patterns = [{ name: 'SALE', pattern: '(' }]
    await assert.rejects(privacy.change('w1', { patterns, keptDays: 1 }), Refusal)
    await assert.rejects(privacy.preview('w1', { text: 'x', patterns }), Refusal)
    assert.deepEqual(await privacy.settings('w1'), before)
  })

  test('can be tried on a text before', async () => {
    await using room = await openRoom()
    const trial = { text: 'SO-1 SO-1 13800138000', patterns: [{ name: 'SALE', pattern: 'SO-\\d' }] }
    assert.deepEqual(await room.privacy.preview('w1', trial), {
      text: '[SALE_1] [SALE_1] [PHONE_1]',
      redactions: { SALE: 2, PHONE: 1 },
    })
    assert.deepEqual((await room.privacy.settings('w1')).patterns, [])
  })
})
