/** Agents that are kept of one contact. */
const AGENTS_MAX = 4

/**
 * Moves the agent to the front of those who served a contact, so that the most recent comes first.
 * Small on purpose: who served long ago knows no more than others.
 */
export function moveToFront(agentIds: readonly string[], agentId: string): string[] {
  return [agentId, ...agentIds.filter((one) => one !== agentId)].slice(0, AGENTS_MAX)
}
