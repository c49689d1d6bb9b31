import type { ServerResponse } from 'node:http'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { Script, Stream } from './script.ts'

/** The stream was stopped on purpose, by the script or by whoever read it. */
class Stopped extends Error {}

/** Plays a stream to its end, to a fault that the script wants, or until the client goes. */
export async function play(
  stream: Stream,
  script: Script,
  response: ServerResponse,
  gone: AbortSignal,
): Promise<void> {
  const write = createWriter(script, response)
  const wait = async (ms: number) => {
    if (ms <= 0) return
    const until = performance.now() + ms
    const { heartbeatMs } = script
    if (heartbeatMs === undefined) {
      await sleep(ms, undefined, { signal: gone })
      return
    }
    while (performance.now() < until) {
      const rest = until - performance.now()
      await sleep(Math.min(heartbeatMs, rest), undefined, { signal: gone })
      if (performance.now() < until) await write(stream.heartbeat)
    }
  }
  const stallAt = async (place: Script['stall']) => {
    if (script.stall !== place) return
    // For ever; whoever waits goes away at some time.
    for (;;) await wait(3_600_000)
  }
  try {
    for (const event of stream.opening) await write(event)
    for (let count = script.heartbeats ?? 0; count > 0; count -= 1) await write(stream.heartbeat)
    if (script.hasUnknown === true) await write(stream.unknown)
    await stallAt('before_text')
    await wait(script.firstDelayMs ?? 0)
    const middle = Math.ceil(stream.text.length / 2)
    for (const [index, event] of stream.text.entries()) {
      if (index === middle) await misbehave()
      if (index > 0) await wait(script.betweenMs ?? 0)
      await write(event)
    }
    for (const event of stream.closing) await write(event)
    const late = stream.late ?? []
    if (late.length > 0) {
      await wait(script.suggestionsDelayMs ?? 0)
      for (const event of late) await write(event)
    }
    await stallAt('before_end')
    if (script.isWithoutEnd !== true) {
      for (const [index, event] of stream.end.entries()) {
        const isLast = index === stream.end.length - 1
        await write(isLast && script.isLastUnended === true ? event.trimEnd() : event)
      }
    }
    await write('', true)
  } catch (error) {
    if (!(error instanceof Stopped) && !gone.aborted) throw error
  }

  async function misbehave(): Promise<void> {
    if (script.hasUnknown === true) await write(stream.unknown)
    if (script.isMalformed === true) await write(`${stream.text[0]?.trimEnd().slice(0, -3)}\n\n`)
    if (script.failure?.at === 'in_text') {
      await write(stream.failure(script.failure.code, script.failure.message), true)
      throw new Stopped()
    }
    await stallAt('in_text')
  }
}

/** Writes what is given: at once, or cut as the script wants. */
function createWriter(script: Script, response: ServerResponse) {
  const { bytesAtOnce, cut, lineEnd = '\n', spaces } = script
  let left = cut?.bytes ?? Number.POSITIVE_INFINITY
  let pending: string[] = []

  function dress(event: string): string {
    let text = event
    if (spaces !== undefined) {
      text = text.replace(/^(event|data): ?/gm, spaces === 0 ? '$1:' : '$1: ')
    }
    return lineEnd === '\n' ? text : text.replaceAll('\n', lineEnd)
  }

  return async (event: string, isEnd = false): Promise<void> => {
    const isPlain = bytesAtOnce === undefined && cut === undefined
    if (isPlain) {
      // What comes in one turn of the event loop leaves as one write.
      if (event !== '') pending.push(dress(event))
      if (isEnd) response.end(pending.splice(0).join(''))
      else if (pending.length === 1) queueMicrotaskAfterTurn()
      return
    }
    let bytes = Buffer.from(dress(event))
    const isCut = bytes.length >= left
    if (isCut) bytes = bytes.subarray(0, left)
    left -= bytes.length
    const size = bytesAtOnce ?? Math.max(1, bytes.length)
    for (let at = 0; at < bytes.length; at += size) {
      response.write(bytes.subarray(at, at + size))
      if (bytesAtOnce !== undefined) await turn()
    }
    if (isCut && cut?.how === 'reset') {
      // What was written is to arrive first.
      await new Promise((resolve) => response.write('', resolve))
      response.socket?.destroy()
      throw new Stopped()
    }
    if (isEnd || isCut) response.end()
    if (isCut) throw new Stopped()
  }

  function queueMicrotaskAfterTurn(): void {
    setImmediate(() => {
      const text = pending.join('')
      pending = []
      if (text !== '' && !response.writableEnded) response.write(text)
    })
  }
}
