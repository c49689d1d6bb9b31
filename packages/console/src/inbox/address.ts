import type { View } from './rows.ts'

/** The address of a list, beside the conversation that is open, if one is. */
export function listBeside(view: View, conversationId: string | undefined) {
  return conversationId === undefined
    ? ({ to: '/inbox/$view', params: { view } } as const)
    : ({ to: '/inbox/$view/$conversationId', params: { view, conversationId } } as const)
}
