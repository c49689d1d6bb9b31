import { BlockList, isIP, isIPv4 } from 'node:net'

/** Where an address leads: everybody's internet, the deployment's own networks, or nowhere we go. */
export type AddressKind = 'public' | 'in_house' | 'never'

/** What a private deployment calls its own house unless it says otherwise. */
export const privateNetworks: readonly string[] = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  // Carrier-grade NAT, which VPNs of many companies use.
  '100.64.0.0/10',
  '::1/128',
  'fc00::/7',
]

/**
 * Never called, whatever anybody allows: clouds hand out a machine's own credentials at the first
 * ones, the others are no single machine.
 */
const neverNetworks = networks([
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::/32',
  'fd20:ce::/32',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.0/24',
  '0.0.0.0/8',
  '224.0.0.0/3',
  '::/128',
  'ff00::/8',
])

/** IPv4 that belongs to nobody in particular: private use, documentation, measuring, relays. */
const specialIPv4 = networks([
  ...privateNetworks.filter((network) => network.includes('.')),
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
])

// RFC 4291: global unicast is 2000::/3; RFC 6890 takes these out of it again. They hold Teredo and
// 6to4, whose addresses carry another one that nobody has looked at.
const globalIPv6 = networks(['2000::/3'])
const specialIPv6 = networks(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

const mappedIPv4 = networks(['::ffff:0:0/96'], 'ipv6')
const translatedIPv4 = networks(['64:ff9b::/96'])

/**
 * Tells addresses apart by the networks that are in-house. IPv4 inside IPv6 (mapped, or translated
 * by NAT64) counts as what it leads to. What is no address at all is `never`.
 *
 * @throws {RangeError} when one of `inHouse` is not written as 10.0.0.0/8.
 */
export function createAddressKinds(inHouse: readonly string[]): (address: string) => AddressKind {
  const house = networks(inHouse)
  return function kindOf(written: string): AddressKind {
    const address = written.split('%', 1)[0] ?? ''
    if (isIP(address) === 0) return 'never'
    if (isIPv4(address)) {
      if (neverNetworks.check(address)) return 'never'
      if (house.check(address)) return 'in_house'
      return specialIPv4.check(address) ? 'never' : 'public'
    }
    if (mappedIPv4.check(address, 'ipv6')) return kindOf(lastFourBytes(address))
    if (translatedIPv4.check(address, 'ipv6')) {
      return kindOf(lastFourBytes(address)) === 'public' ? 'public' : 'never'
    }
    if (neverNetworks.check(address, 'ipv6')) return 'never'
    if (house.check(address, 'ipv6')) return 'in_house'
    const isGlobal = globalIPv6.check(address, 'ipv6') && !specialIPv6.check(address, 'ipv6')
    return isGlobal ? 'public' : 'never'
  }
}

/** The networks of a text, with commas in between; undefined when one of them is none. */
export function parseNetworks(text: string): readonly string[] | undefined {
  const written = text.split(',').map((network) => network.trim())
  const all = written.filter((network) => network !== '')
  try {
    networks(all)
    return all
  } catch {
    return undefined
  }
}

function networks(written: readonly string[], family?: 'ipv6'): BlockList {
  const list = new BlockList()
  for (const network of written) {
    const [address = '', bits = '', ...rest] = network.split('/')
    const version = isIP(address)
    if (version === 0 || !/^\d{1,3}$/.test(bits) || rest.length > 0) {
      throw new RangeError(`"${network}" is no network. Write one as 10.0.0.0/8 or fc00::/7.`)
    }
    list.addSubnet(address, Number(bits), family ?? (version === 4 ? 'ipv4' : 'ipv6'))
  }
  return list
}

/** The IPv4 address that an IPv6 address ends with. */
function lastFourBytes(address: string): string {
  // The URL parser writes the end in hexadecimal, however it was spelled.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':')
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
