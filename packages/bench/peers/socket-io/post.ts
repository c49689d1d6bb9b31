import type { Draft, Message, Store } from './store.ts'

/** Stores a draft; resolves after the commit. */
export type Post = (draft: Draft) => Promise<Message>

/** One transaction for each message. */
export function postEach(store: Store): Post {
  return async (draft) => store.append([draft])[0] as Message
}

/** One transaction for what has gathered while the one before was at work. */
export function postInGroups(store: Store): Post {
  let waiting: { draft: Draft; settle: PromiseWithResolvers<Message> }[] = []

  function commitGroup(): void {
    const group = waiting
    waiting = []
    try {
      const messages = store.append(group.map(({ draft }) => draft))
      for (const [index, { settle }] of group.entries()) settle.resolve(messages[index] as Message)
    } catch (error) {
      for (const { settle } of group) settle.reject(error)
    }
  }

  return (draft) => {
    const settle = Promise.withResolvers<Message>()
    if (waiting.push({ draft, settle }) === 1) setImmediate(commitGroup)
    return settle.promise
  }
}
