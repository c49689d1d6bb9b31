import type { WrongHit } from './answer-cache.ts'

/** Why an answer left the cache. */
export type Dropped = 'source_changed' | 'wrong' | 'time' | 'room' | 'cleared' | 'words_changed'

/** Counts what the answer cache does, from its start. */
export function createCacheFigures() {
  const hits = { exact: 0, near: 0 }
  const wrong: Record<WrongHit, number> = { not_helpful: 0, asked_for_person: 0, marked_wrong: 0 }
  const dropped: Record<Dropped, number> = {
    source_changed: 0,
    wrong: 0,
    time: 0,
    room: 0,
    cleared: 0,
    words_changed: 0,
  }
  let misses = 0
  return {
    hit(how: keyof typeof hits) {
      hits[how] += 1
    },
    missed() {
      misses += 1
    },
    wrong(how: WrongHit) {
      wrong[how] += 1
    },
    dropped(reason: Dropped) {
      dropped[reason] += 1
    },
    read: () => ({ hits: { ...hits }, misses, wrong: { ...wrong }, dropped: { ...dropped } }),
  }
}
