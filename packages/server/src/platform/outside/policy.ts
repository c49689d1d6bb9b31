import { OutsideError } from './outside-error.ts'

/** What calls for one purpose may do: one engine's, one webhook's, one site's. */
export interface OutsidePolicy {
  /**
   * Where the host's address may lead. `outside` takes public addresses alone; `in_house` takes the
   * deployment's own networks alone, so nothing can leave them; `anywhere` takes both. Addresses of
   * cloud metadata, link-local and multicast ones are never called.
   */
  reach: 'outside' | 'in_house' | 'anywhere'
  /**
   * Hosts that may be called: "api.example.com", "*.example.com" (not example.com itself), or with
   * a port, "10.0.0.5:11434". None given allows every host that `reach` allows.
   */
  hosts?: readonly string[] | undefined
  /**
   * Whether a public address may be called without TLS, where everybody in between reads along.
   * In-house it always may.
   *
   * @default false
   */
  isPlainHttpAllowed?: boolean | undefined
  /**
   * Redirects that a GET or HEAD follows, each checked like the first address. Headers that may
   * carry a secret stay behind when the origin changes. Any other redirect fails the call.
   *
   * @default 0
   */
  redirectsMax?: number | undefined
  /**
   * Milliseconds until the answer's headers, waiting for a free connection and connecting included.
   *
   * @default 60_000
   */
  answerTimeoutMs?: number | undefined
  /**
   * Milliseconds without a byte within the answer's body. From 1,000 on it is kept to half a second.
   *
   * @default 60_000
   */
  idleTimeoutMs?: number | undefined
  /**
   * Bytes of one answer's body.
   *
   * @default 16_777_216 (16 MiB)
   */
  bodyBytesMax?: number | undefined
}

/**
 * The address of a call, after everything that can be told without resolving its name.
 *
 * @throws {OutsideError} `refused`
 */
export function parseTarget(written: string | URL, policy: OutsidePolicy): URL {
  if (!URL.canParse(String(written))) {
    throw new OutsideError('refused', 'The address is no URL. Write one as https://host/path.')
  }
  const url = new URL(written)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new OutsideError('refused', 'Only http:// and https:// addresses can be called.')
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutsideError(
      'refused',
      `The address of ${url.host} holds a user name or password. Set them as a key instead.`,
    )
  }
  // The same host, written as a full name: resolvers take the dot, certificates and lists do not.
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  if (policy.hosts !== undefined && !policy.hosts.some((entry) => isOnEntry(entry, url))) {
    throw new OutsideError(
      'refused',
      `${url.host} is not among the allowed hosts. Add it there if it may be called.`,
    )
  }
  return url
}

function isOnEntry(entry: string, url: URL): boolean {
  // The URL parser spells both sides alike: case, other scripts, odd forms of addresses.
  const [, isAnySubdomain, rest = ''] = /^(\*\.)?(.*)$/.exec(entry.trim()) ?? []
  if (!URL.canParse(`${url.protocol}//${rest}`)) return false
  const { hostname, port } = new URL(`${url.protocol}//${rest}`)
  const hasPort = /:\d+$/.test(rest)
  if (hasPort && port !== url.port) return false
  if (isAnySubdomain !== undefined) return url.hostname.endsWith(`.${hostname}`)
  return url.hostname === hostname
}
