/** Ends the process after so long, with all that it started, unless it is disposed before. */
export function endWithin(ms: number): Disposable {
  const timer = setTimeout(() => {
    console.error(`It did not come to an end in ${Math.round(ms / 1_000)} s: given up.`)
    process.kill(process.pid, 'SIGINT')
  }, ms)
  timer.unref()
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}

/** Until it is disposed, an interrupt calls `tidyUp` and ends the process after it. */
export function tidyUpOnInterrupt(tidyUp: () => Promise<void>): Disposable {
  const interrupted = () => {
    void tidyUp().finally(() => process.exit(130))
  }
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  return {
    [Symbol.dispose]() {
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    },
  }
}
