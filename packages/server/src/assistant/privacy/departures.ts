import type { Departure, DeparturePage } from '@parley/protocol/rest/privacy'
import type { Insertable } from 'kysely'
import type { Row } from '../../platform/storage/index.ts'
import type { NewDeparture, PrivacyPorts } from './ports.ts'

const PAGE_DEPARTURES = 100
/** Rows of one write. */
const BATCH_ROWS = 200
/** What leaves gathers for so long, so that a busy assistant makes few writes. */
const GATHER_MS = 200
const RETRY_MS = 2_000
/** Rows that wait for a storage that fails; each has a text of 64 KB at most. */
const WAITING_MAX = 5_000
const TEXT_LENGTH_MAX = 65_536

type NewRow = Insertable<Row<'departures'>>

/**
 * The log of what left. Writing never holds anything up: it gathers and follows within a fraction
 * of a second, so a crash may lose the last entries.
 */
export interface Departures extends AsyncDisposable {
  /** Notes what leaves now. Never waits, never throws. */
  note(departure: NewDeparture): void
  /** One page, newest first, of what is older than the entry `before`. */
  list(workspaceId: string, before?: string): Promise<DeparturePage>
}

/** Disposing it writes what still waits. */
export function createDepartures(ports: PrivacyPorts): Departures {
  const { db } = ports.storage
  let waiting: NewRow[] = []
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let isClosed = false

  function schedule(delayMs: number): void {
    timer ??= setTimeout(() => {
      timer = undefined
      writing = writing.then(write)
    }, delayMs)
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_ROWS)
      try {
        await db.insertInto('departures').values(batch).execute()
      } catch (error) {
        ports.failed(error, 'departures')
        if (!isClosed) schedule(RETRY_MS)
        return
      }
      waiting = waiting.slice(batch.length)
    }
    if (dropped === 0) return
    ports.failed(new Error(`${dropped} entries of what left were lost`), 'departures')
    dropped = 0
  }

  return {
    note(departure) {
      if (waiting.length >= WAITING_MAX) {
        dropped += 1
        return
      }
      waiting.push(toRow(departure, ports))
      schedule(GATHER_MS)
    },

    async list(workspaceId, before) {
      let query = db
        .selectFrom('departures')
        .selectAll()
        .where('workspaceId', '=', workspaceId)
        .orderBy('id', 'desc')
        .limit(PAGE_DEPARTURES + 1)
      if (before !== undefined) query = query.where('id', '<', before)
      const rows = await query.execute()
      return {
        departures: rows.slice(0, PAGE_DEPARTURES).map(fromRow),
        hasMore: rows.length > PAGE_DEPARTURES,
      }
    },

    async [Symbol.asyncDispose]() {
      isClosed = true
      clearTimeout(timer)
      await writing
      await write()
    },
  }
}

function toRow(departure: NewDeparture, { newId, now }: PrivacyPorts): NewRow {
  const { redactions, text, ...rest } = departure
  return {
    ...rest,
    id: newId(),
    leftAt: now(),
    redactionsJson: JSON.stringify(redactions),
    text: text === null ? null : text.slice(0, TEXT_LENGTH_MAX),
  }
}

function fromRow({ workspaceId: _, redactionsJson, ...row }: Row<'departures'>): Departure {
  return {
    ...row,
    causedBy: row.causedBy as Departure['causedBy'],
    redactions: JSON.parse(redactionsJson) as Departure['redactions'],
  }
}
