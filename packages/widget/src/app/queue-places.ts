import type { ServerBodyOf } from '@parley/protocol'
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Session } from './session.ts'

/** Where a visitor waits, and how long: half wait less than p50, nine in ten less than p90. */
export type QueuePlace = ServerBodyOf<'queuePlaceChanged'>

/** The visitor's places in the queue, by conversation; what waits no more has none. */
export function createQueuePlaces(
  session: Session,
): ReadonlySignal<ReadonlyMap<string, QueuePlace>> {
  const places = signal<ReadonlyMap<string, QueuePlace>>(new Map())
  session.connection.subscribe((event) => {
    if (event.type !== 'pushed' || event.body.$case !== 'queuePlaceChanged') return
    const place = event.body.value
    const next = new Map(places.value)
    if (place.position > 0) next.set(place.conversationId, place)
    else next.delete(place.conversationId)
    places.value = next
  })
  // Those that still hold are told anew.
  session.onWelcome(() => {
    places.value = new Map()
  })
  return places
}
