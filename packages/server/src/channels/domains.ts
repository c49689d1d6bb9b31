/**
 * Whether pages of `host` ("shop.example.com:8443") may carry the widget. A pattern is a host,
 * with or without a port, or "*." and a host for all its subdomains. No pattern allows any.
 */
export function isDomainAllowed(patterns: readonly string[], host: string): boolean {
  if (patterns.length === 0) return true
  const [name = '', port] = host.toLowerCase().split(':')
  return patterns.some((pattern) => {
    const [wantedName = '', wantedPort] = pattern.toLowerCase().split(':')
    if (wantedPort !== undefined && wantedPort !== port) return false
    return wantedName.startsWith('*.')
      ? name.endsWith(wantedName.slice(1)) && name.length > wantedName.length - 1
      : name === wantedName
  })
}

/** The sources of `frame-ancestors` that match the same pages; without a port, any port does. */
export function frameAncestors(patterns: readonly string[]): string {
  if (patterns.length === 0) return '*'
  const sources = patterns.map((pattern) => (pattern.includes(':') ? pattern : `${pattern}:*`))
  return ["'self'", ...sources].join(' ')
}
