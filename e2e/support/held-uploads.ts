import type { Page } from '@playwright/test'

/** Large frames of a page's sockets, which stop passing after some. */
export interface HeldUploads {
  /** Resolves once the first frame is held. */
  reached: Promise<void>
  /** Bytes that passed in large frames since the last call. */
  takeBytes(): number
  /** From now on everything passes. */
  release(): void
}

/** Lets so many large frames of the page pass and holds the others; for sockets opened after it. */
export async function holdUploads(page: Page, frames: number): Promise<HeldUploads> {
  let isHolding = true
  let passed = 0
  let bytes = 0
  const { promise: reached, resolve } = Promise.withResolvers<void>()
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      if (typeof message !== 'string' && message.length > 10_000) {
        if (isHolding && passed >= frames) return resolve()
        passed += 1
        bytes += message.length
      }
      server.send(message)
    })
  })
  return {
    reached,
    takeBytes() {
      const taken = bytes
      bytes = 0
      return taken
    },
    release() {
      isHolding = false
    },
  }
}
