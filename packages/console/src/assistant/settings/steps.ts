import type { AssistantStep } from '@parley/protocol/rest/assistant'

/** Every step, in the order in which they come. */
const allSteps: readonly AssistantStep[] = ['cache', 'graph', 'articles', 'engines']

/** The steps that are asked, in their order, then those that are not. */
export function listedSteps(asked: readonly AssistantStep[]): AssistantStep[] {
  return [...asked, ...allSteps.filter((step) => !asked.includes(step))]
}

/** Asks a step after all others, or not any more. */
export function toggleStep(asked: readonly AssistantStep[], step: AssistantStep): AssistantStep[] {
  return asked.includes(step) ? asked.filter((one) => one !== step) : [...asked, step]
}

/** Moves a step one place; at the end of the way nothing changes. */
export function moveStep(
  asked: readonly AssistantStep[],
  step: AssistantStep,
  by: 1 | -1,
): AssistantStep[] {
  const from = asked.indexOf(step)
  const to = from + by
  if (from === -1 || to < 0 || to >= asked.length) return [...asked]
  const moved = asked.filter((one) => one !== step)
  moved.splice(to, 0, step)
  return moved
}
