/** Tells the page's developer, in the browser's console. */
export function complain(...what: unknown[]): void {
  console.error('Parley:', ...what)
}
