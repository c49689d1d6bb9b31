/** A browser's storage; reading it throws where it is blocked. */
type Store = () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Whether something is kept there for later pages. Where storage is blocked, nothing is. */
export function isKept(store: Store, key: string): boolean {
  try {
    return store().getItem(key) !== null
  } catch {
    return false
  }
}

/** Keeps it, or lets go of it. */
export function keep(store: Store, key: string, isOn: boolean): void {
  try {
    if (isOn) store().setItem(key, '1')
    else store().removeItem(key)
  } catch {
    // Blocked: every page starts fresh.
  }
}
