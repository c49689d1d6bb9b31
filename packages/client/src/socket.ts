/**
 * The part of a WebSocket that a connection uses. The browser's own, Node's and the `ws` package's
 * all fit.
 */
export interface SocketLike {
  binaryType: string
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(bytes: Uint8Array): void
  close(code?: number, reason?: string): void
}

/** Timers and chance, so that a test can bring its own. */
export interface Environment {
  now: () => number
  /** 0 to 1. */
  random: () => number
  setTimer: (run: () => void, ms: number) => unknown
  clearTimer: (timer: unknown) => void
}

interface Globals {
  WebSocket: new (url: string) => SocketLike
  setTimeout: (run: () => void, ms: number) => unknown
  clearTimeout: (timer: unknown) => void
}

const globals = globalThis as unknown as Globals

export const defaultEnvironment: Environment = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimer: (run, ms) => globals.setTimeout(run, ms),
  clearTimer: (timer) => globals.clearTimeout(timer),
}

export function openWebSocket(url: string): SocketLike {
  return new globals.WebSocket(url)
}
