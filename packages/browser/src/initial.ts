/** What stands in an avatar: the first character of a name, also where it is an emoji. */
export function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '·'
}
