/** `Parley(command, …)`; before the script has loaded, the snippet's stub keeps the calls in `q`. */
export interface ParleyFunction {
  (...call: unknown[]): void
  q?: Iterable<unknown>[]
  isLoaded?: boolean
}

/** Where the function hangs: the page's window. */
export interface Host {
  Parley?: ParleyFunction | undefined
}

/** Takes the stub's place, and carries out the calls that it kept, in their order. */
export function takeOver(host: Host, run: (...call: unknown[]) => void): void {
  const kept = host.Parley?.q ?? []
  host.Parley = Object.assign(run, { isLoaded: true })
  for (const call of kept) run(...call)
}

/** Leaves a stub behind: calls from now on wait for the next script. */
export function handBack(host: Host): void {
  const q: unknown[][] = []
  host.Parley = Object.assign((...call: unknown[]) => void q.push(call), { q })
}
