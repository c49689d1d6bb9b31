import { showProgress } from '../report/progress.ts'
import { arriveAtRate } from './arrivals.ts'
import { type ProcessCost, readMachineBusyS, readProcessCost } from './process-cost.ts'

/** After the last request: how long it is waited while nothing more is settled, and at most. */
const DRAIN_STILL_MS = 5_000
const DRAIN_MS_MAX = 60_000

export interface OpenLoop {
  rate: number
  warmUpSeconds: number
  seconds: number
  /** The server's process. */
  pid: number
  /** Sends the next request, which was due at that time in the clock of `performance.now()`. */
  arrive: (dueAt: number) => void
  /** Called when the warm-up is over. */
  onMeasuring: (from: number) => void
  /** Answers and receipts that are still to come. */
  unsettled: () => number
  /** The line that shows how it goes. */
  progress: () => string
}

/** What was used in the measured time alone. */
export interface Measured {
  seconds: number
  server: ProcessCost
  generatorCpuS: number
  /** Used by everything else on the machine, which takes from both. */
  otherCpuS: number
}

/**
 * Offers requests at a constant rate, first to warm up and then measured, without a pause between;
 * then waits until everything is settled, but not for ever.
 */
export async function runOpenLoop(loop: OpenLoop): Promise<Measured> {
  const stopProgress = showProgress(loop.progress)
  try {
    await arriveAtRate(loop.rate, loop.warmUpSeconds, loop.arrive)
    const before = readProcessCost(loop.pid)
    const generator = process.cpuUsage()
    const busyBefore = readMachineBusyS()
    const startedAt = performance.now()
    loop.onMeasuring(startedAt)
    await arriveAtRate(loop.rate, loop.seconds, loop.arrive)
    const endedAt = performance.now()
    const after = readProcessCost(loop.pid)
    const { user, system } = process.cpuUsage(generator)
    const generatorCpuS = (user + system) / 1e6
    const serverCpuS = after.cpuS - before.cpuS
    const busyS = readMachineBusyS() - busyBefore
    await drain(loop.unsettled, endedAt)
    return {
      seconds: (endedAt - startedAt) / 1_000,
      server: {
        cpuS: serverCpuS,
        rssMb: after.rssMb,
        writtenMb: after.writtenMb - before.writtenMb,
      },
      generatorCpuS,
      otherCpuS: Math.max(0, busyS - serverCpuS - generatorCpuS),
    }
  } finally {
    stopProgress()
  }
}

/**
 * Waits until everything is settled, but not for ever when nothing more comes. As long as
 * `isAwaited` says that somebody will come back, it is patient.
 */
export async function drain(
  unsettled: () => number,
  from: number,
  isAwaited: () => boolean = () => false,
): Promise<void> {
  let [count, changedAt] = [unsettled(), from]
  while (count > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const now = performance.now()
    if (isAwaited() || unsettled() !== count) [count, changedAt] = [unsettled(), now]
    if (now > changedAt + DRAIN_STILL_MS || now > from + DRAIN_MS_MAX) return
  }
}
