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
