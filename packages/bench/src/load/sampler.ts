import { type ProcessCost, readMachineBusyS, readProcessCost } from './process-cost.ts'
import { WINDOW_MS } from './windows.ts'

/** What was used between two moments. */
export interface Used {
  seconds: number
  server: ProcessCost
  /** Used by everything else on the machine, which takes from both. */
  busyS: number
}

/** What was used within one window. */
export interface Sample {
  /** Processors' worth of time. */
  serverCpu: number
  generatorCpu: number
  serverRssMb: number
}

/** Watches the processes of a run, from now on. */
export function watchProcesses(serverPid: number, generatorPids: readonly number[]) {
  const startedAt = performance.now()
  const before = readProcessCost(serverPid)
  const busyBefore = readMachineBusyS()
  const samples: Sample[] = []
  let last = read()

  function read() {
    const generatorCpuS = generatorPids.reduce((sum, pid) => sum + readProcessCost(pid).cpuS, 0)
    return { at: performance.now(), server: readProcessCost(serverPid), generatorCpuS }
  }

  const timer = setInterval(() => {
    const now = read()
    const seconds = (now.at - last.at) / 1_000
    const sample = {
      serverCpu: (now.server.cpuS - last.server.cpuS) / seconds,
      generatorCpu: (now.generatorCpuS - last.generatorCpuS) / seconds,
      serverRssMb: now.server.rssMb,
    }
    // A late turn stands for all the windows that it missed.
    const due = Math.floor((now.at - startedAt) / WINDOW_MS)
    while (samples.length < due) samples.push(sample)
    last = now
  }, WINDOW_MS)

  return {
    samples,
    stop(): Used {
      clearInterval(timer)
      const after = readProcessCost(serverPid)
      return {
        seconds: (performance.now() - startedAt) / 1_000,
        server: {
          cpuS: after.cpuS - before.cpuS,
          rssMb: after.rssMb,
          writtenMb: after.writtenMb - before.writtenMb,
        },
        busyS: readMachineBusyS() - busyBefore,
      }
    },
  }
}
