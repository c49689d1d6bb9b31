import { type Peer, type ToFrame, type ToPage, unwrap, wrap } from '../frame-messages.ts'

/** The page around the frame. */
export interface SurroundingPage {
  /** False when the widget is a page of its own. */
  isThere: boolean
  say(message: ToPage): void
}

/** Listens to the page's loader, from the moment on that it is told that the frame is ready. */
export function meetPage(onMessage: (message: ToFrame) => void): SurroundingPage {
  // Its origin is known from its first message on, and stays.
  const peer: Peer = { source: parent, origin: undefined }
  const isThere = parent !== window

  function say(message: ToPage): void {
    // `ready` says nothing of the visitor, so it may go to a page that is not known yet.
    if (!isThere || (peer.origin === undefined && message.type !== 'ready')) return
    parent.postMessage(wrap(message), peer.origin ?? '*')
  }

  if (isThere) {
    addEventListener('message', (event) => {
      const message = unwrap<ToFrame>(event, peer)
      if (message === undefined) return
      peer.origin = event.origin
      onMessage(message)
    })
    say({ type: 'ready' })
  }
  return { isThere, say }
}
