/** Shows one line that says how a run goes, on a terminal; elsewhere nothing. */
export function showProgress(read: () => string): () => void {
  if (!process.stderr.isTTY) return () => {}
  const timer = setInterval(() => process.stderr.write(`\r\x1b[K  ${read()}`), 250)
  return () => {
    clearInterval(timer)
    process.stderr.write('\r\x1b[K')
  }
}
