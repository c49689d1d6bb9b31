import { encodeServerFrame } from '@parley/protocol'
import type { Conversation } from '../conversations/index.ts'
import type { GatewayContext } from './context.ts'

/** Shortest time between two frames about one workspace's lists. */
const GATHER_MS = 200

/** The same while more changes than a frame tells of: consoles fetch their lists anew each time. */
const GATHER_STALE_MS = 2_000

/** Conversations that one frame tells of. */
const CONVERSATIONS_MAX = 50

interface Feed {
  changed: Map<string, Conversation>
  timer: NodeJS.Timeout | NodeJS.Immediate | undefined
  /** Not before this time, in the clock of `performance.now()`. */
  nextAt: number
}

/**
 * Tells agents what changes in their workspace's lists, gathered: the first change goes out at
 * once, what follows within a short span goes out together, each conversation once. Encoded once
 * for all agents of the workspace, so the cost does not grow with messages times agents.
 */
export function createInboxFeed({ hub, describe, ports }: GatewayContext) {
  const feeds = new Map<string, Feed>()
  let isClosed = false

  async function flush(workspaceId: string, feed: Feed): Promise<void> {
    feed.timer = undefined
    const changed = [...feed.changed.values()]
    feed.changed.clear()
    if (!hub.byWorkspace.has(workspaceId)) {
      feeds.delete(workspaceId)
      return
    }
    const isStale = changed.length > CONVERSATIONS_MAX
    feed.nextAt = performance.now() + (isStale ? GATHER_STALE_MS : GATHER_MS)
    const conversations = isStale ? [] : await describe(changed, 'agent')
    const frame = encodeServerFrame(0, { $case: 'inboxChanged', value: { conversations, isStale } })
    for (const session of hub.byWorkspace.get(workspaceId)) session.outbox.offerTransient(frame)
  }

  function schedule(workspaceId: string, feed: Feed): void {
    const run = () => {
      flush(workspaceId, feed).catch((error) => ports.observer.failed(error, 'inbox_feed'))
    }
    const waitMs = feed.nextAt - performance.now()
    feed.timer = waitMs <= 0 ? setImmediate(run) : setTimeout(run, waitMs)
  }

  return {
    /** Takes note that a conversation's row in the lists is another one now. */
    changed(conversation: Conversation): void {
      const { workspaceId } = conversation
      if (isClosed || !hub.byWorkspace.has(workspaceId)) return
      let feed = feeds.get(workspaceId)
      if (feed === undefined) {
        feed = { changed: new Map(), timer: undefined, nextAt: 0 }
        feeds.set(workspaceId, feed)
      }
      feed.changed.set(conversation.id, conversation)
      if (feed.timer === undefined) schedule(workspaceId, feed)
    },

    close(): void {
      isClosed = true
      for (const { timer } of feeds.values()) {
        if (timer === undefined) continue
        if ('hasRef' in timer && 'refresh' in timer) clearTimeout(timer)
        else clearImmediate(timer as NodeJS.Immediate)
      }
      feeds.clear()
    },
  }
}

export type InboxFeed = ReturnType<typeof createInboxFeed>
