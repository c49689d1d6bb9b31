/** What stands in an avatar: the first character of a name, as a person sees it. */
export function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '·'
}
