import { setTimeout as sleep } from 'node:timers/promises'

/** Lets a server be inspected, at another address than its own: goes into its environment. */
export const inspectedEnvironment = { NODE_OPTIONS: '--inspect=127.0.0.2:0' }

/** Between two collections: what the first let go of is handed back meanwhile. */
const SETTLE_MS = 500

/** What the server's main thread holds, in megabytes (10⁶ bytes). */
export interface Heap {
  heapUsedMb: number
  externalMb: number
}

interface Answer {
  id?: number
  result?: { result?: { value?: string } }
}

/**
 * Talks to the inspector of a server that was started with {@link inspectedEnvironment}; `output` is
 * what it printed. Can force garbage collections.
 */
export async function openInspector(output: string) {
  // The last one: a server may begin as another program, which says so too.
  const [url] = [...output.matchAll(/ws:\/\/\S+/g)].at(-1) ?? []
  if (url === undefined) throw new Error('the server does not say where its inspector listens')
  const socket = new WebSocket(url)
  const asked = new Map<number, (answer: Answer) => void>()
  let lastId = 0
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error(`the inspector does not answer at ${url}`))
  })
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id === undefined) return
    asked.get(answer.id)?.(answer)
    asked.delete(answer.id)
  }

  function ask(method: string, params: object = {}): Promise<Answer> {
    lastId += 1
    const id = lastId
    socket.send(JSON.stringify({ id, method, params }))
    return new Promise((resolve) => asked.set(id, resolve))
  }

  return {
    /** Collects all garbage, and says what is left. */
    async collect(): Promise<Heap> {
      for (let round = 0; round < 3; round += 1) {
        await ask('HeapProfiler.collectGarbage')
        await sleep(SETTLE_MS)
      }
      const { result } = await ask('Runtime.evaluate', {
        expression: 'JSON.stringify(process.memoryUsage())',
      })
      const { heapUsed, external } = JSON.parse(result?.result?.value ?? '{}')
      return { heapUsedMb: heapUsed / 1e6, externalMb: external / 1e6 }
    },
    [Symbol.dispose]: () => socket.close(),
  }
}
