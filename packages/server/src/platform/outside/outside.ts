import { lookup } from 'node:dns/promises'
import { Agent } from 'undici'
import { createAddressKinds, privateNetworks } from './address.ts'
import { toResponse } from './answer.ts'
import { createConnector, type Resolve } from './connect.ts'
import { OutsideError, toOutsideError } from './outside-error.ts'
import { type OutsidePolicy, parseTarget } from './policy.ts'
import { type Call, type OutsideInit, toCall } from './request.ts'

/** Like `fetch`, for the calls that one policy allows. */
export type OutsideFetch = (url: string | URL, init?: OutsideInit) => Promise<Response>

/** The one way out of the house: whoever calls another machine by HTTP goes through here. */
export interface Outside extends AsyncDisposable {
  /**
   * A `fetch` that keeps to the policy: https unless the address is in-house, the allowed hosts,
   * the address checked when the connection is made, redirects refused or checked, time and size
   * bounded. It sends no cookies, keeps none, uses no proxy, and takes no compressed answers.
   *
   * It rejects with an {@link OutsideError}, or with the signal's reason when that is aborted; so
   * does the answer's body while it is read. A status of 400 or more is an answer, not an error.
   * Whoever does not read a body to its end cancels it, so that its connection is freed.
   *
   * Costs nothing to make; connections are shared among all policies with the same reach.
   */
  under(policy: OutsidePolicy): OutsideFetch
}

export interface OutsideOptions {
  /** Networks that are the deployment's own: "10.0.0.0/8". @default all private ones */
  inHouseNetworks?: readonly string[]
  /** @default 5_000 */
  connectTimeoutMs?: number
  /** Connections to one host and port at once; more calls wait. @default 128 */
  connectionsPerHostMax?: number
  /** @default the system's, which knows the hosts file */
  resolve?: Resolve
}

/** Hosts and ports with connections at once. */
const ORIGINS_MAX = 1_000
const HEADER_BYTES_MAX = 65_536
/** Below what servers of engines keep an idle connection (Uvicorn and Node.js 5 s). */
const IDLE_CONNECTION_MS = 4_000

/**
 * @throws {RangeError} when a network is not written as one.
 */
export function createOutside(options: OutsideOptions = {}): Outside {
  const kindOf = createAddressKinds(options.inHouseNetworks ?? privateNetworks)
  const resolve: Resolve = options.resolve ?? ((hostname) => lookup(hostname, { all: true }))
  const agents = new Map<string, Agent>()
  let isClosed = false

  /** One set of connections for all that may reach the same, so that no policy borrows another's. */
  function agentOf({ reach, isPlainHttpAllowed = false }: OutsidePolicy): Agent {
    const name = `${reach} ${isPlainHttpAllowed}`
    let agent = agents.get(name)
    if (agent === undefined) {
      agent = new Agent({
        connect: createConnector({
          kindOf,
          resolve,
          reach,
          isPlainHttpAllowed,
          timeoutMs: options.connectTimeoutMs ?? 5_000,
        }),
        connections: options.connectionsPerHostMax ?? 128,
        maxOrigins: ORIGINS_MAX,
        keepAliveTimeout: IDLE_CONNECTION_MS,
        keepAliveMaxTimeout: IDLE_CONNECTION_MS,
        maxHeaderSize: HEADER_BYTES_MAX,
        // Ours counts from the call, not from the connection.
        headersTimeout: 0,
      })
      agents.set(name, agent)
    }
    return agent
  }

  async function ask(policy: OutsidePolicy, url: URL, call: Call): Promise<Response> {
    if (isClosed) throw new OutsideError('unreachable', 'The server stops.')
    call.signal?.throwIfAborted()
    const timeoutMs = policy.answerTimeoutMs ?? 60_000
    const late = new AbortController()
    const timer = setTimeout(() => {
      late.abort(
        new OutsideError(
          'timed_out',
          `${url.host} did not answer within ${timeoutMs} ms. Try again, or raise the time-out.`,
        ),
      )
    }, timeoutMs)
    const signal =
      call.signal === undefined ? late.signal : AbortSignal.any([call.signal, late.signal])
    // The client leaves a call that waits for its connection as it is, so waiting ends here.
    const given = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => given.reject(signal.reason), { once: true })
    try {
      const asked = agentOf(policy).request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: call.method as 'GET',
        headers: call.headers,
        body: call.body,
        signal,
        bodyTimeout: policy.idleTimeoutMs ?? 60_000,
      })
      const answer = await Promise.race([asked, given.promise])
      return toResponse(answer, {
        host: url.host,
        bodyBytesMax: policy.bodyBytesMax ?? 16_777_216,
        signal: call.signal,
      })
    } catch (error) {
      if (call.signal?.aborted === true) throw call.signal.reason
      throw toOutsideError(error, url.host)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    under: (policy) => async (written, init) => {
      let url = parseTarget(written, policy)
      let call = await toCall(init, url.host)
      for (let redirects = 0; ; redirects += 1) {
        const response = await ask(policy, url, call)
        const location = response.headers.get('location')
        if (response.status < 300 || response.status > 399 || location === null) return response
        await response.body?.cancel()
        const next = URL.canParse(location, url) ? new URL(location, url) : undefined
        if (next === undefined || !call.isRepeatable || redirects >= (policy.redirectsMax ?? 0)) {
          throw new OutsideError(
            'refused',
            `${url.host} redirects to ${next?.host || 'nowhere'}. Set the address that it leads to.`,
            'REDIRECTED',
          )
        }
        call = next.origin === url.origin ? call : call.withoutSecrets()
        url = parseTarget(next, policy)
      }
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await Promise.all(Array.from(agents.values(), (agent) => agent.destroy()))
    },
  }
}
