/** A server that does Parley's main job, in a process of its own, with everybody connected to it. */
export interface Peer extends AsyncDisposable {
  /** Of the server's process. */
  readonly pid: number
  /**
   * A visitor sends a message to its own conversation. The number is the sender's and comes back
   * with what becomes of the message; a visitor's numbers rise.
   */
  send(visitor: number, number: number, text: string): void
  /** The visitor's message is on disk. */
  onAck: (visitor: number, number: number) => void
  /** The visitor's message was turned away by a clear answer. */
  onRefusal: (visitor: number, number: number, reason: string) => void
  /** The agent of the visitor's conversation has the message, which is that conversation's `seq`th. */
  onReceipt: (visitor: number, number: number, seq: number) => void
  /** Ends the server at once, as a power failure does. */
  kill(): Promise<void>
}

export interface Setting {
  /** Where the server keeps its data; empty at the start. */
  folder: string
  /** Visitors to connect, each with a conversation of its own. */
  visitors: number
  /** Agents to connect, who have the conversations in turn. */
  agents: number
}

export interface PeerKind {
  /** What it is, in one line. */
  about: string
  /** Starts the server on a free port; resolves when everybody is connected. */
  start(setting: Setting): Promise<Peer>
}

/** The handlers of a peer to which nobody listens yet. */
export const unheard = (): Pick<Peer, 'onAck' | 'onRefusal' | 'onReceipt'> => ({
  onAck() {},
  onRefusal() {},
  onReceipt() {},
})
