import { readFileSync } from 'node:fs'

/** Clock ticks a second in /proc, on every Linux that we know. */
const TICKS_PER_SECOND = 100

/** What a process has used so far. Linux only: it reads /proc. */
export interface ProcessCost {
  /** Seconds of processor time, in the program and in the kernel for it. */
  cpuS: number
  /** Megabytes (10⁶ bytes) in memory now. */
  rssMb: number
  /** Megabytes that it made the kernel write to disks. */
  writtenMb: number
}

export function readProcessCost(pid: number): ProcessCost {
  // The second field is a name in brackets and may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  const written = /^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]
  return {
    cpuS: ticks / TICKS_PER_SECOND,
    rssMb: (Number(kilobytes) * 1024) / 1e6,
    writtenMb: Number(written) / 1e6,
  }
}

/** Seconds that all processors of the machine were busy or lent to other machines so far. */
export function readMachineBusyS(): number {
  const [, all = ''] = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? []
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = all
    .split(' ')
    .map(Number)
  return (user + nice + system + irq + softIrq + steal) / TICKS_PER_SECOND
}
