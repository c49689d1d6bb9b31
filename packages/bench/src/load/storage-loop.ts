import { appendOne, createWindow, type Fill, fillLog, openStorageOf } from './fill.ts'

/** Appends that wait or are being committed. */
const UNDER_WAY = 2_048

/** What one message costs the storage alone, in this process, without sockets. */
export interface StorageCost {
  appended: number
  /** Messages a second, as fast as it goes. */
  perSecond: number
  /** Processor time of all threads, the caller's among them, in microseconds. */
  cpuUs: number
  filledPerS: number
}

/**
 * Fills a storage with open conversations, a message each, then appends to one after the other of
 * them by chance for so many seconds, always with many under way.
 */
export async function measureStorage(
  folder: string,
  fill: Fill,
  seconds: number,
): Promise<StorageCost> {
  // What is appended needs room too: as much as a very fast disk could take.
  await using storage = await openStorageOf(folder, fill.messages + seconds * 50_000)
  const { workspaceId, conversationIds, perSecond: filledPerS } = await fillLog(storage, fill)
  const inFlight = createWindow(UNDER_WAY)
  const random = createRandom(conversationIds.length)
  const before = process.cpuUsage()
  const from = performance.now()
  const until = from + seconds * 1_000
  let appended = 0
  for (; performance.now() < until; appended += 1) {
    const conversationId = conversationIds[random()] as string
    const number = fill.messages + appended
    await inFlight.add(appendOne(storage.conversationLog, workspaceId, conversationId, number))
  }
  await inFlight.done()
  const elapsedS = (performance.now() - from) / 1_000
  const { user, system } = process.cpuUsage(before)
  return {
    appended,
    perSecond: Math.round(appended / elapsedS),
    cpuUs: (user + system) / appended,
    filledPerS,
  }
}

/** Whole numbers below `bound`, the same ones in every run (xorshift, Marsaglia 2003). */
function createRandom(bound: number): () => number {
  let state = 0x2545_f491
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % bound
  }
}
