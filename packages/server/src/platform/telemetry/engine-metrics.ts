import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** Buckets for an engine's first words, in seconds. */
const FIRST_TEXT_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60]

/** Where an engine stands: `closed` is well. */
const breakerStates = ['closed', 'open', 'probing']

/** The figures of all engines together; each one's own stand in the console. */
export function createEngineMetrics(registers: Registry[]) {
  const calls = new Counter({
    name: 'parley_engine_calls_total',
    help: 'Questions to engines that ended, by how: answered, or the kind of the error.',
    labelNames: ['result'],
    registers,
  })
  const firstText = new Histogram({
    name: 'parley_engine_first_text_seconds',
    help: 'Time until the first words of an engine.',
    buckets: FIRST_TEXT_SECONDS,
    registers,
  })
  const engines = new Gauge({
    name: 'parley_engines',
    help: 'Engines that are switched on, by the state of their breaker.',
    labelNames: ['breaker'],
    registers,
  })
  return {
    engineBegan: (seconds: number) => firstText.observe(seconds),
    engineEnded: (result: string) => calls.inc({ result }),
    /** Reads at every scrape the breakers' states, one an engine. */
    observeEngines(read: () => readonly string[]): void {
      const collect = () => {
        const states = read()
        for (const breaker of breakerStates) {
          engines.set({ breaker }, states.filter((state) => state === breaker).length)
        }
      }
      Object.assign(engines, { collect })
    },
  }
}
