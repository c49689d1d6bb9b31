import { floor } from './floor/peer.ts'
import { parley } from './parley.ts'
import type { PeerKind } from './peer.ts'
import { socketIo, socketIoGroupCommit } from './socket-io/peer.ts'

/** Parley and what it is compared with, by name. */
export const peers: Readonly<Record<string, PeerKind>> = {
  parley,
  'socket-io': socketIo,
  'socket-io-group-commit': socketIoGroupCommit,
  floor,
}
