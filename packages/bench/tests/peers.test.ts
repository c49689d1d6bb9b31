import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../../server/tests/_harness/temporary-folder.ts'
import { createDriver } from '../peers/drive.ts'
import { forEachFrame, HEAD_BYTES, readSeq } from '../peers/floor/frames.ts'
import { LOG_FILE } from '../peers/floor/log.ts'
import { floor } from '../peers/floor/peer.ts'
import { parley } from '../peers/parley.ts'
import type { Peer } from '../peers/peer.ts'
import { socketIo, socketIoGroupCommit } from '../peers/socket-io/peer.ts'
import { takeTurn } from '../peers/turn.ts'

interface Stored {
  seq: number
  text: string
}

function readDatabase(folder: string): Stored[] {
  const database = new DatabaseSync(join(folder, 'chat.db'))
  const rows = database.prepare('SELECT seq, text FROM messages ORDER BY id').all()
  return rows.map((row) => ({ ...(row as unknown as Stored) }))
}

function readLog(folder: string): Stored[] {
  const bytes = readFileSync(join(folder, LOG_FILE))
  const stored: Stored[] = []
  forEachFrame(bytes, bytes.length, (at, length) => {
    stored.push({
      seq: readSeq(bytes, at),
      text: bytes.toString('utf8', at + HEAD_BYTES, at + length),
    })
  })
  return stored
}

const peers = [
  { name: 'socket-io', kind: socketIo, readStored: readDatabase },
  { name: 'socket-io-group-commit', kind: socketIoGroupCommit, readStored: readDatabase },
  { name: 'floor', kind: floor, readStored: readLog },
]

const VISITORS = 4
const WINDOW = 5

const label = (visitor: number, number: number) => `${visitor}: ${number}`

/** Visitors keep some messages on their way until so many are acked; then the server is killed. */
async function killAfter(acks: number, peer: Peer): Promise<string[]> {
  const acked: string[] = []
  const sent = Array.from({ length: VISITORS }, () => 0)
  const enough = Promise.withResolvers<void>()
  function sendNext(visitor: number): void {
    const number = sent[visitor] as number
    sent[visitor] = number + 1
    peer.send(visitor, number, label(visitor, number))
  }
  peer.onAck = (visitor, number) => {
    acked.push(label(visitor, number))
    if (acked.length < acks) sendNext(visitor)
    else enough.resolve()
  }
  peer.onRefusal = (_, __, reason) => enough.reject(new Error(reason))
  for (let count = 0; count < WINDOW; count += 1) {
    for (let visitor = 0; visitor < VISITORS; visitor += 1) sendNext(visitor)
  }
  await enough.promise
  await peer.kill()
  return acked
}

for (const { name, kind, readStored } of peers) {
  describe(name, { concurrency: false }, () => {
    it('acks and delivers each message once and in order', async () => {
      await using folder = await temporaryFolder()
      await using peer = await kind.start({ folder: folder.path, visitors: VISITORS, agents: 2 })
      const drive = createDriver(peer, { visitors: VISITORS, label: name })
      for (const rate of [100, 300]) {
        const { tally } = await drive({ rate, seconds: 0.5, warmUpSeconds: 0.1 })
        assert.deepEqual(tally, {
          sent: rate * 0.6,
          refused: 0,
          lost: 0,
          doubled: 0,
          outOfOrder: 0,
        })
      }
    })

    it('has on disk what it acked when it is killed, each once and in order', async () => {
      await using folder = await temporaryFolder()
      await using peer = await kind.start({ folder: folder.path, visitors: VISITORS, agents: 2 })
      const acked = await killAfter(200, peer)
      const stored = readStored(folder.path)
      const texts = stored.map(({ text }) => text)
      assert.equal(new Set(acked).size, acked.length)
      assert.deepEqual(
        acked.filter((text) => !texts.includes(text)),
        [],
      )
      for (let visitor = 0; visitor < VISITORS; visitor += 1) {
        const own = stored.filter(({ text }) => text.startsWith(`${visitor}:`))
        assert.deepEqual(
          own,
          own.map((_, index) => ({ seq: index + 1, text: label(visitor, index) })),
        )
      }
    })
  })
}

it('drives Parley as it drives the others', async () => {
  await using folder = await temporaryFolder()
  await using peer = await parley.start({ folder: folder.path, visitors: VISITORS, agents: 2 })
  const drive = createDriver(peer, { visitors: VISITORS, label: 'parley' })
  for (const rate of [30, 50]) {
    const { tally } = await drive({ rate, seconds: 0.5, warmUpSeconds: 0.1 })
    assert.deepEqual(tally, { sent: rate * 0.6, refused: 0, lost: 0, doubled: 0, outOfOrder: 0 })
  }
})

it('measures a turn at the rates that are within what was carried', async () => {
  const { figures, last } = await takeTurn(floor, {
    visitors: VISITORS,
    agents: 2,
    seconds: 0.2,
    warmUpSeconds: 0,
    label: 'floor',
    rates: [20, 40, 10_000_000],
    search: { from: 30, ceiling: 50 },
  })
  assert.ok(figures.most_per_s <= 50)
  assert.ok(figures.at.every(({ rate_per_s }) => rate_per_s <= 40))
  assert.equal(last.tally.lost, 0)
})
