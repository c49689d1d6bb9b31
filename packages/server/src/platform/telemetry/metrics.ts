import { monitorEventLoopDelay } from 'node:perf_hooks'
import { closeCodes } from '@parley/protocol'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { createEngineMetrics } from './engine-metrics.ts'
import { createRoutingMetrics } from './routing-metrics.ts'

/** Buckets for commits, in seconds: a quiet disk takes 0.2 ms, a busy one tens of milliseconds. */
const COMMIT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]
const COMMIT_STEPS = [1, 2, 4, 8, 16, 32, 64, 128, 256]

// A client may close with any code, so only the known ones become labels.
const closeLabels = new Set([
  1000,
  1001,
  1006,
  1009,
  ...Object.values(closeCodes).map(({ code }): number => code),
])

/**
 * The figures of one process, in Prometheus' text format. `docs/metrics.md` lists them, and a test
 * compares.
 */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const connections = new Gauge({
    name: 'parley_connections',
    help: 'WebSocket connections that are open.',
    registers,
  })
  const closes = new Counter({
    name: 'parley_connections_closed_total',
    help: 'Connections closed, by close code.',
    labelNames: ['code'],
    registers,
  })
  const frames = new Counter({
    name: 'parley_frames_received_total',
    help: 'Frames received from clients, by kind.',
    labelNames: ['kind'],
    registers,
  })
  const messages = new Counter({
    name: 'parley_messages_posted_total',
    help: 'Messages stored and handed to their conversations, events included.',
    registers,
  })
  const refusals = new Counter({
    name: 'parley_refusals_total',
    help: 'Requests refused, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const errors = new Counter({
    name: 'parley_errors_total',
    help: 'Failures that are bugs or broken dependencies.',
    registers,
  })
  const drops = new Counter({
    name: 'parley_outbox_dropped_total',
    help: 'Transient frames (typing, presence, lists) dropped for slow readers.',
    registers,
  })
  const commitSeconds = new Histogram({
    name: 'parley_commit_seconds',
    help: 'Time of one group commit, to disk.',
    buckets: COMMIT_SECONDS,
    registers,
  })
  const commitSteps = new Histogram({
    name: 'parley_commit_steps',
    help: 'Steps that shared one group commit.',
    buckets: COMMIT_STEPS,
    registers,
  })
  const waitingSteps = new Gauge({
    name: 'parley_commit_waiting_steps',
    help: 'Steps that wait for the next group commit.',
    registers,
  })
  const uploads = new Counter({
    name: 'parley_files_uploaded_total',
    help: 'Files that came whole, by kind.',
    labelNames: ['kind'],
    registers,
  })
  const uploadedBytes = new Counter({
    name: 'parley_files_uploaded_bytes_total',
    help: 'Bytes of files that came whole.',
    registers,
  })
  const storedBytes = new Gauge({
    name: 'parley_files_stored_bytes',
    help: 'Bytes of all files that are kept, each content once.',
    registers,
  })
  const downloads = new Counter({
    name: 'parley_files_downloaded_total',
    help: 'Files and previews handed out.',
    registers,
  })
  const previews = new Counter({
    name: 'parley_file_previews_total',
    help: 'Pictures looked at for a preview, by result.',
    labelNames: ['result'],
    registers,
  })
  const swept = new Counter({
    name: 'parley_files_swept_total',
    help: 'Uploads removed because nobody posted them, and stray contents.',
    registers,
  })
  const fileCommitSeconds = new Histogram({
    name: 'parley_file_commit_seconds',
    help: 'Time of one group commit of files, to disk.',
    buckets: COMMIT_SECONDS,
    registers,
  })
  const routing = createRoutingMetrics(registers)
  const engines = createEngineMetrics(registers)
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  new Gauge({
    name: 'parley_event_loop_delay_seconds',
    help: 'Delay of the event loop since the last scrape, by quantile.',
    labelNames: ['quantile'],
    registers,
    collect() {
      this.set({ quantile: '0.5' }, delay.percentile(50) / 1e9)
      this.set({ quantile: '0.99' }, delay.percentile(99) / 1e9)
      this.set({ quantile: '1' }, delay.max / 1e9)
      delay.reset()
    },
  })
  let open = 0

  return {
    ...routing,
    ...engines,
    text: () => registry.metrics(),
    contentType: registry.contentType,
    names: () => registry.getMetricsAsArray().map(({ name }) => name),
    connectionOpened() {
      open += 1
      connections.set(open)
    },
    connectionClosed(code: number) {
      open -= 1
      connections.set(open)
      closes.inc({ code: closeLabels.has(code) ? code : 'other' })
    },
    frameReceived: (kind: string) => frames.inc({ kind }),
    messagePosted: () => messages.inc(),
    refused: (reason: string) => refusals.inc({ reason }),
    transientDropped: (count: number) => drops.inc(count),
    failed: () => errors.inc(),
    committed(steps: number, seconds: number) {
      commitSteps.observe(steps)
      commitSeconds.observe(seconds)
    },
    uploaded(kind: string, bytes: number) {
      uploads.inc({ kind })
      uploadedBytes.inc(bytes)
    },
    previewed: (isMade: boolean) => previews.inc({ result: isMade ? 'made' : 'none' }),
    downloaded: () => downloads.inc(),
    swept: (files: number) => swept.inc(files),
    filesCommitted: (_steps: number, seconds: number) => fileCommitSeconds.observe(seconds),
    /** Reads at every scrape how many bytes of files there are. */
    observeStoredBytes(read: () => number) {
      Object.assign(storedBytes, { collect: () => storedBytes.set(read()) })
    },
    /** Reads the number of waiting steps at every scrape. */
    observeWaitingSteps(read: () => number) {
      Object.assign(waitingSteps, { collect: () => waitingSteps.set(read()) })
    },
    close() {
      delay.disable()
      registry.clear()
    },
  }
}

export type Metrics = ReturnType<typeof createMetrics>
