import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Histogram } from 'hdr-histogram-js'
import { createHistogram, recordSince } from '../report/latency.ts'

/** Between two questions, so that none waits for another. */
const PAUSE_MS = 10

/**
 * Asks an engine's stand-in without Parley in between, one question after the other: the time until
 * its first words, which is its own share of what a visitor waits.
 */
export async function askDirectly(
  baseUrl: string,
  { times, firstWord }: { times: number; firstWord: string },
): Promise<Histogram> {
  const firstWords = createHistogram()
  const agent = new Agent({ keepAlive: true })
  for (let asked = 0; asked < times; asked += 1) {
    const startedAt = performance.now()
    const asking = request(`${baseUrl}/chat/completions`, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json' },
    })
    const messages = [{ role: 'user', content: 'What would your poet say?' }]
    asking.end(JSON.stringify({ model: 'm', stream: true, messages }))
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    let text = ''
    for await (const piece of response) {
      const hadWord = text.includes(firstWord)
      text += String(piece)
      if (!hadWord && text.includes(firstWord)) recordSince(firstWords, startedAt)
    }
    await setTimeout(PAUSE_MS)
  }
  agent.destroy()
  return firstWords
}
