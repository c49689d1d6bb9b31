import type { QueuePlace } from '../views.ts'

/** Shortest time between two looks at a queue; longer queues are looked at less often. */
const GATHER_MS = 500
const GATHER_EACH_MS = 0.5

/** A place that is none any more. */
const noPlace: QueuePlace = {
  position: 0,
  p50Ms: 0,
  p90Ms: 0,
  shouldLeaveMessage: false,
  opensAt: 0,
}

export interface PlacesPorts {
  /** Who waits, in all queues. */
  waiting: () => readonly { conversationId: string; contactId: string }[]
  placeOf: (conversationId: string) => QueuePlace | undefined
  /** Whether anybody of this contact would hear it. */
  isThere: (contactId: string) => boolean
  tell: (contactId: string, conversationId: string, place: QueuePlace) => void
}

/** Tells visitors who wait where they are in the queue, when it is another place than they know. */
export function createPlaces(ports: PlacesPorts) {
  /** Told last, by conversation. */
  const told = new Map<string, { contactId: string; words: string }>()
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    timer = undefined
    const waiting = new Set<string>()
    for (const { conversationId, contactId } of ports.waiting()) {
      waiting.add(conversationId)
      if (ports.isThere(contactId)) tell(contactId, conversationId)
    }
    for (const [conversationId, { contactId }] of told) {
      if (waiting.has(conversationId) || ports.placeOf(conversationId) !== undefined) continue
      told.delete(conversationId)
      ports.tell(contactId, conversationId, noPlace)
    }
  }

  function tell(contactId: string, conversationId: string): void {
    const place = ports.placeOf(conversationId)
    if (place === undefined) return
    const words = inWords(place)
    if (told.get(conversationId)?.words === words) return
    told.set(conversationId, { contactId, words })
    ports.tell(contactId, conversationId, place)
  }

  return {
    /** A queue is another one now; whoever is concerned hears of it soon. */
    moved(): void {
      timer ??= setTimeout(look, GATHER_MS + GATHER_EACH_MS * told.size)
    },

    /** Tells a visitor who has just come. */
    welcome(contactId: string, conversationIds: Iterable<string>): void {
      for (const conversationId of conversationIds) {
        told.delete(conversationId)
        tell(contactId, conversationId)
      }
    },

    close(): void {
      clearTimeout(timer)
    },
  }
}

/** What a person would notice: a promise that is a few seconds longer is the same one. */
function inWords({ position, p50Ms, p90Ms, shouldLeaveMessage, opensAt }: QueuePlace): string {
  const minutes = (ms: number) => Math.round(ms / 30_000)
  return [position, minutes(p50Ms), minutes(p90Ms), shouldLeaveMessage, opensAt].join()
}
