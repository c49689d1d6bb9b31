/** Pictures kept at most; the oldest goes first. */
const KEPT_MAX = 30

/** Addresses of one's own bytes, for a picture of what is on its way; each is made once. */
export function createLocalUrls(bytesOf: (clientId: string) => unknown) {
  const urls = new Map<string, string>()
  return (clientId: string): string | undefined => {
    const known = urls.get(clientId)
    if (known !== undefined) return known
    const bytes = bytesOf(clientId)
    if (!(bytes instanceof Blob)) return undefined
    const url = URL.createObjectURL(bytes)
    urls.set(clientId, url)
    const [oldest] = urls
    if (urls.size > KEPT_MAX && oldest !== undefined) {
      urls.delete(oldest[0])
      URL.revokeObjectURL(oldest[1])
    }
    return url
  }
}
