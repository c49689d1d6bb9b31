/** A file that cannot be read: its message may be shown to who brought it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

export const unreadable = (message: string): Unreadable => new Unreadable(message)
