/** What the router needs beside its events. */
export interface RouterPorts {
  /** Fencing: every `assign` and `release` carries it, so that storage refuses a former owner. */
  epoch: number
  /** Milliseconds of a monotonic clock. It only limits how long a prediction may take. */
  elapsed: () => number
}
