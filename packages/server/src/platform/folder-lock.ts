import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '@parley/protocol'

/**
 * Makes sure that one process works on a data folder. A lock left behind by a process that was
 * killed is taken over; the process that holds it is asked for by the operating system.
 *
 * @throws {Refusal} `conflict`
 */
export function lockFolder(folder: string): Disposable {
  const file = join(folder, 'parley.lock')
  for (let attempt = 1; ; attempt += 1) {
    try {
      const handle = openSync(file, 'wx')
      writeSync(handle, `${process.pid} ${startOf(process.pid)}`)
      closeSync(handle)
      return { [Symbol.dispose]: () => rmSync(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error
      const [pid = 0, start] = readHolder(file)
      if (pid !== process.pid && isRunning(pid) && startOf(pid) === start) {
        throw new Refusal(
          'conflict',
          `Another Parley (process ${pid}) works on ${folder}. Stop it, or set PARLEY_DATA_DIR.`,
        )
      }
      rmSync(file, { force: true })
    }
  }
}

function readHolder(file: string): [number, string] {
  try {
    const [pid, start = ''] = readFileSync(file, 'utf8').split(' ')
    return [Number(pid), start]
  } catch {
    return [0, '']
  }
}

function isRunning(pid: number): boolean {
  if (pid === 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It runs, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process started, as Linux counts; tells a reused process id from the one that locked. */
function startOf(pid: number): string {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
