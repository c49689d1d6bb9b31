import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import type { AddressKind } from './address.ts'
import { OutsideError } from './outside-error.ts'
import type { OutsidePolicy } from './policy.ts'

/** All addresses of a name, as the system would use them. */
export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>

interface ConnectRules {
  kindOf: (address: string) => AddressKind
  resolve: Resolve
  reach: OutsidePolicy['reach']
  isPlainHttpAllowed: boolean
  timeoutMs: number
}

/**
 * Opens connections, each to an address that was checked and to no other: a name is resolved here,
 * once, and what it resolves to is what the socket gets. So a name that answers differently the
 * next time gains nothing.
 */
export function createConnector(rules: ConnectRules): buildConnector.connector {
  const connectors = new Map(
    ['http:', 'https:'].map((protocol) => [
      protocol,
      buildConnector({
        allowH2: false,
        timeout: rules.timeoutMs,
        lookup: createLookup(rules, protocol),
      } as buildConnector.BuildOptions),
    ]),
  )
  return (options, callback) => {
    const connect = connectors.get(options.protocol) as buildConnector.connector
    // A host that is an address already is never looked up.
    const address = options.hostname.replace(/^\[|\]$/g, '')
    if (isIP(address) !== 0 && !isPermitted(rules, options.protocol, address)) {
      callback(refusal(rules, address, [address]), null)
      return
    }
    connect(options, callback)
  }
}

function createLookup(rules: ConnectRules, protocol: string): LookupFunction {
  return (hostname, options, callback) => {
    const fail = (error: Error) => callback(error, [])
    rules.resolve(hostname).then((found) => {
      const permitted = found.filter(({ address }) => isPermitted(rules, protocol, address))
      const [first] = permitted
      if (first === undefined) {
        const addresses = found.map(({ address }) => address)
        fail(refusal(rules, hostname, addresses))
      } else if (options.all) callback(null, permitted)
      else callback(null, first.address, first.family)
    }, fail)
  }
}

function isPermitted(rules: ConnectRules, protocol: string, address: string): boolean {
  switch (rules.kindOf(address)) {
    case 'never':
      return false
    case 'in_house':
      return rules.reach !== 'outside'
    case 'public':
      return rules.reach !== 'in_house' && (protocol === 'https:' || rules.isPlainHttpAllowed)
  }
}

function refusal(rules: ConnectRules, host: string, addresses: readonly string[]): OutsideError {
  const kinds = new Set(addresses.map(rules.kindOf))
  if (kinds.has('public')) {
    return rules.reach === 'in_house'
      ? new OutsideError(
          'refused',
          `${host} is a public address, and only in-house ones may be called here.`,
        )
      : new OutsideError(
          'refused',
          `${host} is a public address, and would be called without TLS. Use https://.`,
        )
  }
  if (kinds.has('in_house')) {
    return new OutsideError(
      'refused',
      `${host} is an address inside the house, and only public ones may be called here. Mark it as in-house if it is meant.`,
    )
  }
  return new OutsideError(
    'refused',
    `${host} leads to an address that is never called. If it is on a network of yours, its administrator can add that to PARLEY_OUTSIDE_IN_HOUSE_NETWORKS.`,
  )
}
