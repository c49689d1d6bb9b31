/** Drafts kept at most; the oldest goes first. */
const DRAFTS_MAX = 50

const KEY = 'parley.drafts'

type Kind = 'text' | 'note'

/** What an agent has begun to write in this browser; it outlives a reload. */
export function readDraft(conversationId: string, kind: Kind): string {
  return read()[`${kind} ${conversationId}`] ?? ''
}

/** An empty text takes the draft away. */
export function keepDraft(conversationId: string, kind: Kind, text: string): void {
  const { [`${kind} ${conversationId}`]: _, ...others } = read()
  const drafts = text === '' ? others : { ...others, [`${kind} ${conversationId}`]: text }
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify(Object.fromEntries(Object.entries(drafts).slice(-DRAFTS_MAX))),
    )
  } catch {
    // Full or blocked: the draft still is on screen.
  }
}

function read(): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return {}
    return Object.fromEntries(
      Object.entries(kept).filter(
        (draft): draft is [string, string] => typeof draft[1] === 'string',
      ),
    )
  } catch {
    return {}
  }
}
