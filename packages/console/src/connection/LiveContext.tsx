import {
  type AnswerDraft,
  createThread,
  type Thread,
  type ThreadState,
  type Typist,
} from '@parley/client'
import type { Me } from '@parley/protocol/rest'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import { api } from '../app/api.ts'
import type { InboxState } from '../inbox/inbox.ts'
import { createLive, type Live, type LiveState } from './live.ts'

const LiveContext = createContext<Live | undefined>(undefined)

/** Keeps the connection of a signed-in agent for all that is below. */
export function LiveProvider(props: { me: Me; children: ReactNode }) {
  const { id } = props.me.agent
  const [live, setLive] = useState<Live | undefined>(undefined)
  // A new connection for another agent, not for a new name.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const opened = createLive(props.me)
    const retry = () => opened.connection.retryNow()
    // Where the session was ended elsewhere, the next question finds out and leads to the sign-in.
    opened.connection.subscribe((event) => {
      if (event.type !== 'status_changed' || event.status.state !== 'stopped') return
      if (event.status.reason === 'not_signed_in') api('GET', '/api/me').catch(() => {})
    })
    addEventListener('online', retry)
    setLive(opened)
    return () => {
      removeEventListener('online', retry)
      opened.close()
    }
  }, [id])
  if (live === undefined) return null
  return <LiveContext value={live}>{props.children}</LiveContext>
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (live === undefined) throw new Error('useLive is used outside of LiveProvider')
  return live
}

export function useLiveState(): LiveState {
  const live = useLive()
  return useSyncExternalStore(live.subscribe, () => live.state)
}

export function useInboxState(): InboxState {
  const { inbox } = useLive()
  return useSyncExternalStore(inbox.subscribe, () => inbox.state)
}

/** The mirror of one conversation's log, open as long as it is on screen. */
export function useThread(
  conversationId: string,
): { thread: Thread; state: ThreadState } | undefined {
  const { connection } = useLive()
  const [thread, setThread] = useState<Thread | undefined>(undefined)
  useEffect(() => {
    const opened = createThread({ connection, conversationId })
    setThread(opened)
    return () => opened.close()
  }, [connection, conversationId])
  const state = useSyncExternalStore(thread?.subscribe ?? subscribeToNothing, () => thread?.state)
  if (thread?.conversationId !== conversationId || state === undefined) return undefined
  return { thread, state }
}

/** Who types in a conversation, and what, where that is shown. */
export function useTypist(conversationId: string): Typist | undefined {
  const { typing } = useLive()
  return useSyncExternalStore(typing.subscribe, () => typing.typists.get(conversationId))
}

/** What the assistant is writing in a conversation that is watched. */
export function useAnswerDraft(conversationId: string): AnswerDraft | undefined {
  const { answers } = useLive()
  return useSyncExternalStore(answers.subscribe, () => answers.drafts.get(conversationId))
}

export function useIsTyping(conversationId: string): boolean {
  return useTypist(conversationId) !== undefined
}

const subscribeToNothing = () => () => {}
