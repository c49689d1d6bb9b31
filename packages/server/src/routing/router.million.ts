import { createWorld, type Step } from './world.fixture.ts'

/** A million events in random order through one router, checked as they go; prints the count. */
const EVENTS = Number(process.argv[2] ?? 1_000_000)
const CHECK_EVERY = 50
/** Weighted by repetition, as in the property test. */
const kinds = [
  ...['needs', 'needs', 'needs', 'needs', 'needs', 'storage', 'storage', 'storage', 'storage'],
  ...['reply', 'reply', 'write', 'write', 'resolve', 'resolve', 'resolve', 'snooze', 'take'],
  ...['presence', 'presence', 'lost', 'back', 'facts', 'offer', 'offer', 'offer', 'time', 'time'],
  ...['settings'],
]
let state = 1
function next(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 4_294_967_296) * below)
}

const world = createWorld({ mode: 'offer' })
for (let event = 0; event < EVENTS; event += 1) {
  const type = event % 1_000 === 999 ? 'restart' : (kinds[next(kinds.length)] as string)
  const pick = next(type === 'presence' || type === 'offer' ? 3 : 10)
  const step: Step = { type, id: next(12), agent: next(5), pick, ms: next(90_000) }
  world.take(step)
  if (event % CHECK_EVERY === 0) world.check()
}
world.settle()
if (world.forgotten().length > 0) throw new Error(`forgotten: ${world.forgotten().join()}`)
console.log(`${EVENTS} events: no capacity exceeded, nobody assigned twice, nobody forgotten`)
