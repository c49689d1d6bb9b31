/** The words for priorities, by level. */
export const priorityNames = ['ordinary', 'raised', 'high', 'urgent'] as const

/** The word for one level; what is not known is ordinary. */
export function priorityName(level: number): (typeof priorityNames)[number] {
  return priorityNames[level] ?? 'ordinary'
}
